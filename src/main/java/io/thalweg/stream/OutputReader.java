package io.thalweg.stream;

import io.thalweg.client.SnapshotTopic;
import io.thalweg.config.Topics;
import io.thalweg.wire.OutputCodec;
import io.thalweg.wire.Registry;
import io.thalweg.wire.SnapshotReader;
import io.thalweg.wire.WireException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an application's metrics, quarantine and snapshot manifests: a bounded piece of what was before, then what
 * comes. With one consumer after the other it goes on where it was. One owner thread.
 */
final class OutputReader {
    static final long METRICS = 30_000; // records that are looked back, at most
    static final long QUARANTINED = 10_000;
    static final long MANIFESTS = 100;
    private static final Logger log = LoggerFactory.getLogger(OutputReader.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Topics topics;
    private final OutputTail.Viewer viewer;
    private final OutputCodec codec;
    private final SnapshotReader snapshots;
    private final Map<TopicPartition, Long> next = new LinkedHashMap<>(); // offsets
    private Map<TopicPartition, Long> ends = Map.of(); // still to be reached

    OutputReader(Topics topics, Registry registry, OutputTail.Viewer viewer) {
        this.topics = topics;
        this.viewer = viewer;
        codec = Codecs.outputs(topics, registry);
        snapshots = new SnapshotReader(registry);
    }

    /** Goes to where it was, or as far back as is looked back. */
    void open(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, Long> lookBack = lookBack(consumer);
        consumer.assign(lookBack.keySet());
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(lookBack.keySet(), PATIENCE);
        ends = new LinkedHashMap<>(consumer.endOffsets(lookBack.keySet(), PATIENCE));
        lookBack.forEach((partition, records) -> {
            long begin = begins.getOrDefault(partition, 0L);
            long from = Math.max(begin, ends.getOrDefault(partition, 0L) - records);
            Long reached = next.get(partition);
            consumer.seek(partition, reached == null ? from : reached);
            if (reached == null && from > begin && partition.topic().equals(topics.quarantine())) {
                viewer.hasOlderQuarantined();
            }
        });
    }

    private Map<TopicPartition, Long> lookBack(Consumer<byte[], byte[]> consumer) {
        Map<TopicPartition, Long> lookBack = new LinkedHashMap<>();
        partitions(consumer, topics.metrics()).forEach(one -> lookBack.put(one, METRICS));
        partitions(consumer, topics.quarantine()).forEach(one -> lookBack.put(one, QUARANTINED));
        partitions(consumer, topics.snapshots()).stream()
                .filter(one -> one.partition() == SnapshotTopic.MANIFESTS)
                .forEach(one -> lookBack.put(one, MANIFESTS));
        return lookBack;
    }

    private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic, PATIENCE);
        if (partitions == null || partitions.isEmpty()) {
            throw new IllegalStateException(
                    "topic %s is not there yet; the learner makes it when it starts ('run')".formatted(topic));
        }
        return partitions.stream()
                .map(one -> new TopicPartition(one.topic(), one.partition()))
                .toList();
    }

    /** Tells what comes within a moment, and whether everything was read that was there when it was opened. */
    boolean read(Consumer<byte[], byte[]> consumer) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            tell(record);
            next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        }
        ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        return ends.isEmpty();
    }

    /** What is no record of ours is passed over. */
    private void tell(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (value == null) {
            return;
        }
        try {
            if (record.topic().equals(topics.metrics())) {
                viewer.metrics(codec.readMetrics(value), record.timestamp());
            } else if (record.topic().equals(topics.quarantine())) {
                viewer.quarantined(codec.readQuarantined(value));
            } else {
                snapshots.manifest(value).ifPresent(manifest -> viewer.snapshot(manifest, record.timestamp()));
            }
        } catch (WireException e) {
            log.debug("offset {} of {} is not for the live page: {}", record.offset(), record.topic(), e.getMessage());
        }
    }
}
