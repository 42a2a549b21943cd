package io.thalweg.client;

import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.wire.OutputCodec;
import io.thalweg.wire.Registry;
import io.thalweg.wire.Schemas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A snapshots topic in memory, whose retention can be made to delete. */
final class SnapshotShelf {
    static final String NAME = "thalweg.shop.snapshots";

    private final Registry registry = Registry.inMemory();
    private final OutputCodec codec = new OutputCodec(registry, new OutputCodec.Topics("p", "m", NAME, "q"));
    private final List<List<ConsumerRecord<byte[], byte[]>>> partitions = List.of(new ArrayList<>(), new ArrayList<>());
    private long begin; // of the chunks

    /** A snapshot with these chunks, which may not be its own, in one transaction. */
    SnapshotShelf publish(long time, SnapshotManifest manifest, List<byte[]> chunks) {
        for (int i = 0; i < chunks.size(); i++) {
            SnapshotChunk chunk = new SnapshotChunk(manifest.id(), i, chunks.get(i));
            append(SnapshotTopic.CHUNKS, time, codec.key(chunk), codec.chunk(chunk));
        }
        append(SnapshotTopic.MANIFESTS, time, codec.key(manifest), codec.manifest(manifest));
        return this;
    }

    SnapshotShelf publish(long time, StoredSnapshot snapshot) {
        return publish(time, snapshot.manifest(), snapshot.chunks());
    }

    private void append(int partition, long time, byte[] key, byte[] value) {
        partitions
                .get(partition)
                .add(new ConsumerRecord<>(
                        NAME,
                        partition,
                        partitions.get(partition).size(),
                        time,
                        TimestampType.LOG_APPEND_TIME,
                        key.length,
                        value.length,
                        key,
                        value,
                        new RecordHeaders(),
                        Optional.empty()));
    }

    /** Deletes the chunks before an offset. */
    SnapshotShelf deleteChunksBefore(long offset) {
        begin = offset;
        return this;
    }

    /** Deletes one chunk, wherever it stands. */
    SnapshotShelf loseChunk(long offset) {
        partitions.get(SnapshotTopic.CHUNKS).removeIf(record -> record.offset() == offset);
        return this;
    }

    SnapshotTopic topic() {
        return new SnapshotTopic(NAME, Reader::new, registry);
    }

    /** Follows the topic, with its registry or something in between. */
    SnapshotTail follow(UnaryOperator<Schemas> between, SnapshotTail.Follower follower) {
        return SnapshotTail.start(NAME, "memory", Reader::new, state -> between.apply(registry), follower);
    }

    private final class Reader extends MockConsumer<byte[], byte[]> {
        Reader() {
            super("none");
            updatePartitions(
                    NAME,
                    IntStream.range(0, partitions.size())
                            .mapToObj(i -> new PartitionInfo(NAME, i, null, null, null))
                            .toList());
        }

        @Override
        public void assign(Collection<TopicPartition> assigned) {
            super.assign(assigned);
            for (TopicPartition partition : assigned) {
                updateBeginningOffsets(beginningOffsets(List.of(partition), Duration.ZERO));
                updateEndOffsets(endOffsets(List.of(partition), Duration.ZERO));
                kept(partition).forEach(this::addRecord);
            }
        }

        private List<ConsumerRecord<byte[], byte[]>> kept(TopicPartition partition) {
            return partitions.get(partition.partition()).stream()
                    .filter(record -> record.offset() >= begin(partition))
                    .toList();
        }

        private long begin(TopicPartition partition) {
            return partition.partition() == SnapshotTopic.CHUNKS ? begin : 0;
        }

        @Override
        public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> asked, Duration timeout) {
            Map<TopicPartition, Long> answer = new HashMap<>();
            asked.forEach(partition -> answer.put(partition, begin(partition)));
            return answer;
        }

        @Override
        public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> asked, Duration timeout) {
            Map<TopicPartition, Long> answer = new HashMap<>();
            for (TopicPartition partition : asked) {
                var records = partitions.get(partition.partition());
                answer.put(
                        partition,
                        records.isEmpty() ? 0 : records.get(records.size() - 1).offset() + 1);
            }
            return answer;
        }

        @Override
        public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                Map<TopicPartition, Long> asked, Duration timeout) {
            Map<TopicPartition, OffsetAndTimestamp> answer = new HashMap<>();
            asked.forEach((partition, time) -> answer.put(
                    partition,
                    kept(partition).stream()
                            .filter(record -> record.timestamp() >= time)
                            .findFirst()
                            .map(record -> new OffsetAndTimestamp(record.offset(), record.timestamp()))
                            .orElse(null)));
            return answer;
        }
    }
}
