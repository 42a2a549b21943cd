package io.thalweg.lane;

/** What stands in a train log. */
public sealed interface LogRecord {
    /** An event to learn from or to score. */
    record Event(io.thalweg.feature.Example example) implements LogRecord {}

    /** Asks to learn from what waits in the buffers, full or not; the end of a finite stream. */
    record Tick(long time) implements LogRecord {}
}
