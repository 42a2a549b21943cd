package io.thalweg.lane;

import io.thalweg.learn.Countermeasure;
import io.thalweg.learn.Reassignment;
import io.thalweg.publish.SnapshotName;

/** What stands in a train log. */
public sealed interface LogRecord {
    /** An event to learn from or to score. */
    record Event(io.thalweg.feature.Example example) implements LogRecord {}

    /** Asks to learn from what waits in the buffers, full or not; the end of a finite stream. */
    record Tick(long time) implements LogRecord {}

    /** From here on the lane is configured as this YAML says, the model's part of a configuration. */
    record Configure(long time, String configuration) implements LogRecord {}

    /** From here on the lane is the model of this snapshot. */
    record Promote(long time, SnapshotName snapshot) implements LogRecord {}

    /** From here on a task is served by another of the networks that learn side by side, as the lane asked for. */
    record Reassign(long time, Reassignment move) implements LogRecord {}

    /** From here on something is done about a task whose loss has risen, as the lane asked for. */
    record React(long time, Countermeasure measure) implements LogRecord {}
}
