package io.thalweg.replay;

import io.thalweg.lane.Lane;
import io.thalweg.lane.LogRecord;
import io.thalweg.publish.Outputs;

/** Whoever learns from a log: a lane that obeys its control records, or one that keeps its configuration. */
public interface Student {
    /** As {@link Lane#apply}. */
    void apply(long offset, long appendTime, LogRecord record, Outputs outputs);

    /** The lane as it is now. */
    Lane lane();
}
