package io.thalweg.stream;

import io.thalweg.client.PartitionReader;
import io.thalweg.lane.LogRecord;
import io.thalweg.replay.Entry;
import io.thalweg.replay.LogSource;
import io.thalweg.replay.TrainLog;
import io.thalweg.wire.TrainLogCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The train log as somebody reads it who is no part of the application: in no group, and what is committed only. */
final class KafkaTrainLog implements TrainLog {
    private static final Logger log = LoggerFactory.getLogger(KafkaTrainLog.class);

    private final Supplier<? extends Consumer<byte[], byte[]>> consumers;
    private final Supplier<TrainLogCodec> codecs;
    private final TopicPartition partition;
    private final long begin;
    private final long end;

    /** @param codecs one for each reader: they have one owner thread each */
    KafkaTrainLog(
            Supplier<? extends Consumer<byte[], byte[]>> consumers, Supplier<TrainLogCodec> codecs, String topic) {
        this.consumers = consumers;
        this.codecs = codecs;
        partition = new TopicPartition(topic, 0);
        try (PartitionReader records = new PartitionReader(consumers, partition)) {
            begin = records.begin();
            end = records.end();
        }
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

    /** One pass. */
    private final class Reading implements LogSource {
        private final long to;
        private final Queue<ConsumerRecord<byte[], byte[]>> polled = new ArrayDeque<>();
        private final TrainLogReader reader = new TrainLogReader(codecs.get(), partition);
        private final PartitionReader records = new PartitionReader(consumers, partition);
        private long position;

        Reading(long from, long to) {
            this.to = to;
            position = from;
            records.seek(from);
        }

        @Override
        public @Nullable Block next(int most) {
            if (polled.isEmpty() && position < to) {
                polled.addAll(records.next(to));
            }
            if (polled.isEmpty() && position >= to) {
                return null;
            }
            List<Entry> entries = new ArrayList<>(Math.min(most, polled.size()));
            int taken = 0;
            for (; taken < most && !polled.isEmpty(); taken++) {
                ConsumerRecord<byte[], byte[]> logged = polled.remove();
                decode(logged, entries);
                if (!polled.isEmpty()) {
                    position = logged.offset() + 1;
                }
            }
            if (polled.isEmpty()) {
                position = Math.min(to, records.position()); // beyond what is no record, too
            }
            return new Block(entries, taken, position);
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
            records.close();
        }
    }
}
