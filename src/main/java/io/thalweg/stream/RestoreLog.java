package io.thalweg.stream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says when a model comes back from its changelog, and how long that took. */
final class RestoreLog implements StateRestoreListener {
    private static final Logger log = LoggerFactory.getLogger(RestoreLog.class);

    private final Map<TopicPartition, Long> begun = new ConcurrentHashMap<>();

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
}
