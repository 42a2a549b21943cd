package io.thalweg.stream;

import io.thalweg.lane.LogRecord;
import io.thalweg.replay.Entry;
import io.thalweg.replay.LogSource;
import io.thalweg.replay.TrainLog;
import io.thalweg.wire.TrainLogCodec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The train log as somebody reads it who is no part of the application: in no group, and what is committed only. */
final class KafkaTrainLog implements TrainLog {
    private static final Logger log = LoggerFactory.getLogger(KafkaTrainLog.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Supplier<TrainLogCodec> codecs;
    private final TopicPartition partition;
    private final long begin;
    private final long end;

    /** @param codecs one for each reader: they have one owner thread each */
    KafkaTrainLog(Supplier<Consumer<byte[], byte[]>> consumers, Supplier<TrainLogCodec> codecs, String topic) {
        this.consumers = consumers;
        this.codecs = codecs;
        partition = new TopicPartition(topic, 0);
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            List<TopicPartition> ours = List.of(partition);
            begin = answer(consumer.beginningOffsets(ours, PATIENCE));
            end = answer(consumer.endOffsets(ours, PATIENCE));
        }
    }

    private long answer(Map<TopicPartition, Long> offsets) {
        Long offset = offsets.get(partition);
        if (offset == null) {
            throw new TimeoutException("the broker did not say which offsets " + partition + " has");
        }
        return offset;
    }

    @Override
    public String name() {
        return partition.topic();
    }

    @Override
    public long begin() {
        return begin;
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public LogSource read(long from, long to) {
        return new Reading(from, to);
    }

    /** One pass. The consumer is opened by the thread that reads, since it belongs to one. */
    private final class Reading implements LogSource {
        private final long from;
        private final long to;
        private final Queue<ConsumerRecord<byte[], byte[]>> polled = new ArrayDeque<>();
        private final TrainLogReader reader = new TrainLogReader(codecs.get(), partition);
        private @Nullable Consumer<byte[], byte[]> consumer;
        private long position;

        Reading(long from, long to) {
            this.from = from;
            this.to = to;
            position = from;
        }

        @Override
        public @Nullable Block next(int most) {
            if (polled.isEmpty() && position < to) {
                poll(opened());
            }
            if (polled.isEmpty() && position >= to) {
                return null;
            }
            List<Entry> entries = new ArrayList<>(Math.min(most, polled.size()));
            int records = 0;
            for (; records < most && !polled.isEmpty(); records++) {
                ConsumerRecord<byte[], byte[]> logged = polled.remove();
                decode(logged, entries);
                if (!polled.isEmpty()) {
                    position = logged.offset() + 1;
                }
            }
            if (polled.isEmpty()) {
                position = Math.min(to, opened().position(partition)); // beyond what is no record, too
            }
            return new Block(entries, records, position);
        }

        private Consumer<byte[], byte[]> opened() {
            Consumer<byte[], byte[]> open = consumer;
            if (open == null) {
                open = consumers.get();
                consumer = open;
                open.assign(List.of(partition));
                open.seek(partition, from);
            }
            return open;
        }

        private void poll(Consumer<byte[], byte[]> open) {
            long patientUntil = System.nanoTime() + PATIENCE.toNanos();
            while (polled.isEmpty() && open.position(partition) < to) {
                try {
                    for (ConsumerRecord<byte[], byte[]> logged : open.poll(POLL)) {
                        if (logged.offset() < to) {
                            polled.add(logged);
                        }
                    }
                } catch (OffsetOutOfRangeException e) {
                    throw new IllegalStateException(
                            ("%s has lost its records from offset %d on while they were read: retention, or somebody"
                                            + " deleted them")
                                    .formatted(partition, position),
                            e);
                }
                if (System.nanoTime() > patientUntil) {
                    throw new TimeoutException("no record of %s from offset %d on came for %d s"
                            .formatted(partition, position, PATIENCE.toSeconds()));
                }
            }
        }

        private void decode(ConsumerRecord<byte[], byte[]> logged, List<Entry> to) {
            LogRecord record = reader.read(logged.offset(), logged.value());
            if (record == null) {
                log.warn(
                        "offset {} of {} is none of our records, and counts for nothing: {}",
                        logged.offset(),
                        partition,
                        reader.complaint());
            } else {
                to.add(Entry.of(logged.offset(), logged.timestamp(), record));
            }
        }

        @Override
        public void close() {
            if (consumer != null) {
                consumer.close();
            }
        }
    }
}
