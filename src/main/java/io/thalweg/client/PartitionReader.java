package io.thalweg.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * One partition's committed records, in order. Every question waits for a broker that is away as long as
 * {@link #PATIENCE} lasts, and ends with a {@link TimeoutException} then. One owner thread.
 */
public final class PartitionReader implements AutoCloseable {
    /** How long a broker that is away is waited for. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final List<TopicPartition> ours;
    private final LongSupplier nanoTime;

    /** @param consumers asked for one read_committed consumer, which is closed with this */
    public PartitionReader(Supplier<? extends Consumer<byte[], byte[]>> consumers, TopicPartition partition) {
        this(consumers, partition, System::nanoTime);
    }

    /** @param nanoTime by which patience is measured */
    PartitionReader(
            Supplier<? extends Consumer<byte[], byte[]>> consumers, TopicPartition partition, LongSupplier nanoTime) {
        this.partition = partition;
        this.nanoTime = nanoTime;
        ours = List.of(partition);
        consumer = consumers.get();
        consumer.assign(ours);
    }

    /** The first offset that is still there. */
    public long begin() {
        return answer(consumer.beginningOffsets(ours, PATIENCE));
    }

    /** The first offset that is not committed. */
    public long end() {
        return end(PATIENCE);
    }

    /** As {@link #end()}, for who has less patience. */
    public long end(Duration patience) {
        return answer(consumer.endOffsets(ours, patience));
    }

    /**
     * Whether the broker knows the partition; a {@link TimeoutException} if it does not say within {@code patience}.
     */
    public boolean isThere(Duration patience) {
        return consumer.partitionsFor(partition.topic(), patience).stream()
                .anyMatch(one -> one.partition() == partition.partition());
    }

    private long answer(Map<TopicPartition, Long> offsets) {
        Long offset = offsets.get(partition);
        if (offset == null) {
            throw new TimeoutException("the broker did not say which offsets " + partition + " has");
        }
        return offset;
    }

    /** Lets {@code offset} come next. */
    public void seek(long offset) {
        consumer.seek(partition, offset);
    }

    /** Lets the first record of this time or later come next; what is to come, if there is none. */
    public void seekTo(Instant time) {
        OffsetAndTimestamp first = consumer.offsetsForTimes(Map.of(partition, time.toEpochMilli()), PATIENCE)
                .get(partition);
        seek(first == null ? end() : first.offset());
    }

    /**
     * The offset that comes next; everything before it has been handed out or is no record. To be asked after a seek.
     */
    public long position() {
        return consumer.position(partition, PATIENCE);
    }

    /**
     * The next records before {@code to}; empty when there. The position also passes what is no record, the ends of
     * transactions. Patience is renewed whenever the position moves.
     *
     * @throws TimeoutException with the position, when patience ends
     * @throws IllegalStateException if the records at the position are gone
     */
    public List<ConsumerRecord<byte[], byte[]>> next(long to) {
        long position = position();
        long impatientSince = nanoTime.getAsLong();
        while (position < to) {
            List<ConsumerRecord<byte[], byte[]>> next = before(to, look());
            if (!next.isEmpty()) {
                return next;
            }
            long reached = position();
            if (reached > position) {
                impatientSince = nanoTime.getAsLong();
            } else if (nanoTime.getAsLong() - impatientSince > PATIENCE.toNanos()) {
                throw new TimeoutException("no record of %s from offset %d on came for %d s; is the broker well?"
                        .formatted(partition, position, PATIENCE.toSeconds()));
            }
            position = reached;
        }
        return List.of();
    }

    /** What comes next within a moment, if anything does. */
    public List<ConsumerRecord<byte[], byte[]>> look() {
        try {
            return consumer.poll(POLL).records(partition);
        } catch (OffsetOutOfRangeException e) {
            throw new IllegalStateException(
                    ("%s has lost its records from offset %d on while they were read: retention, or somebody deleted"
                                    + " them")
                            .formatted(partition, position()),
                    e);
        }
    }

    /** Goes back to the first record that is not wanted yet, so that it comes when it is. */
    private List<ConsumerRecord<byte[], byte[]>> before(long to, List<ConsumerRecord<byte[], byte[]>> polled) {
        List<ConsumerRecord<byte[], byte[]>> before = new ArrayList<>(polled.size());
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            if (record.offset() >= to) {
                seek(record.offset());
                break;
            }
            before.add(record);
        }
        return before;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
