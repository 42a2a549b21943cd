package io.thalweg.stream;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StandbyUpdateListener;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.processor.TaskId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when a model comes back from its changelog, and how long that took; on a warm standby, when it begins to have
 * one, and when it takes over.
 */
final class RestoreLog implements StateRestoreListener, StandbyUpdateListener {
    private static final Logger log = LoggerFactory.getLogger(RestoreLog.class);

    private final Map<TopicPartition, Long> begun = new ConcurrentHashMap<>();
    private final Set<TopicPartition> fed = ConcurrentHashMap.newKeySet();

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long from, long to) {
        begun.put(changelog, System.nanoTime());
        if (to > from) {
            log.info("restoring {}: up to {} blocks", changelog, to - from);
        }
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long end, long count) {}

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long total) {
        long since = System.nanoTime() - begun.getOrDefault(changelog, System.nanoTime());
        log.info("restored {}: {} blocks in {} ms", changelog, total, since / 1_000_000);
    }

    @Override
    public void onUpdateStart(TopicPartition changelog, String store, long from) {
        log.info("standing by for {}, from block {} on", changelog, from);
    }

    @Override
    public void onBatchLoaded(
            TopicPartition changelog, String store, TaskId task, long batchEnd, long batchSize, long end) {
        if (fed.add(changelog)) {
            log.info("standing by for {}: has the blocks up to {} of {}", changelog, batchEnd, end);
        }
    }

    @Override
    public void onUpdateSuspended(TopicPartition changelog, String store, long at, long end, SuspendReason reason) {
        fed.remove(changelog);
        log.info(
                "standing by for {} no more: {}",
                changelog,
                reason == SuspendReason.PROMOTED ? "taking over" : "another instance does");
    }
}
