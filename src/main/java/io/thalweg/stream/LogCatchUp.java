package io.thalweg.stream;

import io.thalweg.client.PartitionReader;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Reads the log with a plain read_committed consumer, opened for each question: they are asked once per start. */
final class LogCatchUp implements CatchUp {
    private final Supplier<? extends Consumer<byte[], byte[]>> consumers;

    /** @param consumers that know the learner's group but are no members of it */
    LogCatchUp(Supplier<? extends Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
    }

    /** Waits for offsets of a transaction that is still open: a read_committed consumer asks for stable ones only. */
    @Override
    public OptionalLong committed(TopicPartition log) {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            Map<TopicPartition, OffsetAndMetadata> offsets = consumer.committed(Set.of(log), PartitionReader.PATIENCE);
            OffsetAndMetadata offset = offsets.get(log);
            return offset == null ? OptionalLong.empty() : OptionalLong.of(offset.offset());
        }
    }

    @Override
    public long beginning(TopicPartition log) {
        try (PartitionReader records = new PartitionReader(consumers, log)) {
            return records.begin();
        }
    }

    /** The first offset that is not committed yet; 0 if there is no such log. */
    long end(TopicPartition log) {
        if (!exists(log)) {
            return 0;
        }
        try (PartitionReader records = new PartitionReader(consumers, log)) {
            return records.end();
        }
    }

    /** Hands over the first committed records of the log, at most {@code count}; none if there is no such log. */
    void peek(TopicPartition log, int count, Reader reader) {
        if (!exists(log)) {
            return;
        }
        try (PartitionReader records = new PartitionReader(consumers, log)) {
            long end = records.end();
            records.seek(records.begin());
            int given = 0;
            while (given < count) {
                List<ConsumerRecord<byte[], byte[]>> next = records.next(end);
                if (next.isEmpty()) {
                    return;
                }
                for (ConsumerRecord<byte[], byte[]> logged : next.subList(0, Math.min(next.size(), count - given))) {
                    reader.read(logged);
                    given++;
                }
            }
        }
    }

    /** Whether the log has never had a record, and nobody can have learned from it. */
    boolean isUntouched(TopicPartition log) {
        return end(log) == 0 && committed(log).orElse(0) == 0;
    }

    private boolean exists(TopicPartition log) {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            return consumer.listTopics(PartitionReader.PATIENCE).containsKey(log.topic());
        }
    }

    @Override
    public void replay(TopicPartition log, long from, long to, Reader reader) {
        try (PartitionReader records = new PartitionReader(consumers, log)) {
            long begin = records.begin();
            long end = records.end();
            if (begin > from || end < to) {
                throw new IllegalStateException(
                        ("the train log %s has the offsets %d to %d, but the model needs %d to %d of it to go on: its"
                                        + " retention was too short, or the topic is not the one that was learned from;"
                                        + " bring those records back, or give the application another name (app:) to"
                                        + " begin a new model")
                                .formatted(log, begin, end, from, to));
            }
            records.seek(from);
            for (var next = records.next(to); !next.isEmpty(); next = records.next(to)) {
                next.forEach(reader::read);
            }
        }
    }
}
