package io.thalweg.replay;

import io.thalweg.lane.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * One step of a replay.
 *
 * @param offset in the train log; for an event that the log does not have, that of the record before it
 * @param appendTime when the log took the record, in epoch milliseconds
 * @param logged what the log has here, or null for an event that only the raw topics have
 * @param learned what is learned here instead, or null for nothing; the same as {@code logged} where the log is the
 *     source
 */
public record Entry(
        long offset,
        long appendTime,
        @Nullable LogRecord logged,
        @Nullable LogRecord learned) {
    /** What the log has is what is learned. */
    public static Entry of(long offset, long appendTime, LogRecord record) {
        return new Entry(offset, appendTime, record, record);
    }

    /** Whether it is about an event, one to learn from or one to score; if not, it is a control record. */
    boolean isEvent() {
        return logged instanceof LogRecord.Event || learned instanceof LogRecord.Event;
    }
}
