package io.thalweg.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads the log with a plain read_committed consumer, opened for each question: they are asked once per start. */
final class LogCatchUp implements CatchUp {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumers consumers;

    LogCatchUp(Consumers consumers) {
        this.consumers = consumers;
    }

    /** Opens a consumer that knows the learner's group but is no member of it. */
    interface Consumers {
        Consumer<byte[], byte[]> open();
    }

    /** Waits for offsets of a transaction that is still open: a read_committed consumer asks for stable ones only. */
    @Override
    public OptionalLong committed(TopicPartition log) {
        try (Consumer<byte[], byte[]> consumer = consumers.open()) {
            Map<TopicPartition, OffsetAndMetadata> offsets = consumer.committed(Set.of(log), PATIENCE);
            OffsetAndMetadata offset = offsets.get(log);
            return offset == null ? OptionalLong.empty() : OptionalLong.of(offset.offset());
        }
    }

    @Override
    public long beginning(TopicPartition log) {
        try (Consumer<byte[], byte[]> consumer = consumers.open()) {
            return beginning(consumer, log);
        }
    }

    private static long beginning(Consumer<byte[], byte[]> consumer, TopicPartition log) {
        return answer(consumer.beginningOffsets(List.of(log), PATIENCE), log);
    }

    private static long answer(Map<TopicPartition, Long> offsets, TopicPartition log) {
        Long offset = offsets.get(log);
        if (offset == null) {
            throw new TimeoutException("the broker did not say which offsets " + log + " has");
        }
        return offset;
    }

    /** Hands over the first committed records of the log, at most {@code count}; none if there is no such log. */
    void peek(TopicPartition log, int count, Reader reader) {
        try (Consumer<byte[], byte[]> consumer = consumers.open()) {
            if (!consumer.listTopics(PATIENCE).containsKey(log.topic())) {
                return;
            }
            consumer.assign(List.of(log));
            long end = answer(consumer.endOffsets(List.of(log), PATIENCE), log);
            consumer.seekToBeginning(List.of(log));
            int given = 0;
            while (given < count && consumer.position(log, PATIENCE) < end) {
                for (ConsumerRecord<byte[], byte[]> logged : consumer.poll(POLL)) {
                    if (given++ < count) {
                        reader.read(logged);
                    }
                }
            }
        }
    }

    @Override
    public void replay(TopicPartition log, long from, long to, Reader reader) {
        try (Consumer<byte[], byte[]> consumer = consumers.open()) {
            long begin = beginning(consumer, log);
            long end = answer(consumer.endOffsets(List.of(log), PATIENCE), log);
            if (begin > from || end < to) {
                throw new IllegalStateException(
                        ("the train log %s has the offsets %d to %d, but the model needs %d to %d of it to go on: its"
                                        + " retention was too short, or the topic is not the one that was learned from;"
                                        + " bring those records back, or give the application another name (app:) to"
                                        + " begin a new model")
                                .formatted(log, begin, end, from, to));
            }
            consumer.assign(List.of(log));
            consumer.seek(log, from);
            read(consumer, log, to, reader);
        }
    }

    /**
     * Polls until the position is at {@code to}; the position also passes what is no record, the ends of transactions.
     */
    private static void read(Consumer<byte[], byte[]> consumer, TopicPartition log, long to, Reader reader) {
        long position = consumer.position(log);
        long patientUntil = System.nanoTime() + PATIENCE.toNanos();
        while (position < to) {
            for (ConsumerRecord<byte[], byte[]> logged : consumer.poll(POLL)) {
                if (logged.offset() < to) {
                    reader.read(logged);
                }
            }
            long reached = consumer.position(log);
            if (reached > position) {
                patientUntil = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > patientUntil) {
                throw new TimeoutException("no record of %s from offset %d on came for %d s"
                        .formatted(log, position, PATIENCE.toSeconds()));
            }
            position = reached;
        }
    }
}
