package io.thalweg.stream;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.LogRecord;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Lets examples into the train log only when the log speaks of features and tasks as this configuration does: after a
 * change of them, when the learner has put that change into the log. One owner thread.
 */
final class LayoutGate implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long GLANCE = 1_000; // offsets to look back at first

    private final TrainLogReader reader;
    private final Consumer<byte[], byte[]> consumer;
    private final int layout;
    private boolean speaks;
    private boolean silent = true; // nothing seen yet that tells of a layout

    /** @param layout of the examples that want to be let in */
    LayoutGate(TrainLogReader reader, Consumer<byte[], byte[]> consumer, int layout) {
        this.reader = reader;
        this.consumer = consumer;
        this.layout = layout;
        consumer.assign(List.of(reader.log()));
        lookBack();
    }

    /** Reads the end of the log, as much of it as it takes to find out. */
    private void lookBack() {
        TopicPartition log = reader.log();
        long begin = offset(consumer.beginningOffsets(List.of(log), PATIENCE).get(log));
        long end = offset(consumer.endOffsets(List.of(log), PATIENCE).get(log));
        for (long back = GLANCE; silent && begin < end; back *= 8) {
            long from = Math.max(begin, end - back);
            consumer.seek(log, from);
            while (consumer.position(log, PATIENCE) < end) {
                read();
            }
            if (from == begin) {
                break;
            }
        }
        speaks |= silent;
    }

    private static long offset(@Nullable Long answer) {
        return answer == null ? 0 : answer;
    }

    /** Whether examples may come now. */
    boolean isOpen() {
        if (!speaks) {
            read();
        }
        return speaks;
    }

    private void read() {
        for (ConsumerRecord<byte[], byte[]> logged : consumer.poll(POLL)) {
            LogRecord record = reader.read(logged.offset(), logged.value());
            if (record instanceof LogRecord.Event event) {
                silent = false;
                speaks |= event.example().layout() == layout;
            } else if (record instanceof LogRecord.Configure configure) {
                silent = false;
                speaks = ThalwegConfig.lane(configure.configuration()).map().fingerprint() == layout;
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
