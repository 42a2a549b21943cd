package io.thalweg.stream;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.LogRecord;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Lets examples into the train log only when the log speaks of features and tasks as this configuration does: after a
 * change of them, when the learner has put that change into the log. One owner thread.
 */
final class LayoutGate implements AutoCloseable {
    private static final long GLANCE = 1_000; // offsets to look back at first

    private final TrainLogReader reader;
    private final PartitionReader records;
    private final int layout;
    private boolean hasLookedBack;
    private boolean speaks;
    private boolean silent = true; // nothing seen yet that tells of a layout
    private boolean told; // a control record has, and examples that come behind it may be strays

    /** @param layout of the examples that want to be let in */
    LayoutGate(TrainLogReader reader, Supplier<? extends Consumer<byte[], byte[]>> consumers, int layout) {
        this.reader = reader;
        this.layout = layout;
        records = new PartitionReader(consumers, reader.log());
    }

    /**
     * Whether examples may come now. Reads at first what the log has, later what has come since, within a moment.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if the broker does not say what the log has
     */
    boolean isOpen() {
        if (!hasLookedBack) {
            lookBack();
            hasLookedBack = true;
        } else if (!speaks) {
            records.look().forEach(this::take);
        }
        return speaks;
    }

    /** Reads the end of the log, as much of it as it takes to find out. */
    private void lookBack() {
        long begin = records.begin();
        long end = records.end();
        for (long back = GLANCE; silent && begin < end; back *= 8) {
            long from = Math.max(begin, end - back);
            records.seek(from);
            for (var next = records.next(end); !next.isEmpty(); next = records.next(end)) {
                next.forEach(this::take);
            }
            if (from == begin) {
                break;
            }
        }
        speaks |= silent;
    }

    private void take(ConsumerRecord<byte[], byte[]> logged) {
        LogRecord record = reader.read(logged.offset(), logged.value());
        if (record instanceof LogRecord.Event event) {
            silent = false;
            speaks |= !told && event.example().layout() == layout;
        } else if (record instanceof LogRecord.Configure configure) {
            silent = false;
            told = true;
            speaks = ThalwegConfig.lane(configure.configuration()).map().fingerprint() == layout;
        }
    }

    @Override
    public void close() {
        records.close();
    }
}
