package io.thalweg.replay;

import io.thalweg.lane.LogRecord;
import java.time.Instant;

/** The train log as it stood when the replay began. */
public interface TrainLog {
    /** Entries asked for at a time. */
    int SCANNED = 1_024;

    /** Its topic, in the words of messages. */
    String name();

    /** The first offset that is still there. */
    long begin();

    /** The first offset that was not committed then. */
    long end();

    /** Reads from one offset to another, which is not read. */
    LogSource read(long from, long to);

    /**
     * Offset of the first event whose time is at or after {@code time}, or {@link #end()} if there is none. Reads the
     * log up to there: events come in any order of their times, so nothing less is exact.
     */
    default long firstAt(Instant time) {
        try (LogSource source = read(begin(), end())) {
            for (var block = source.next(SCANNED); block != null; block = source.next(SCANNED)) {
                for (Entry entry : block.entries()) {
                    if (entry.logged() instanceof LogRecord.Event event
                            && event.example().time() >= time.toEpochMilli()) {
                        return entry.offset();
                    }
                }
            }
            return end();
        }
    }
}
