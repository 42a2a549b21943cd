package io.thalweg.replay;

import io.thalweg.lane.Lane;
import io.thalweg.lane.LogRecord;
import io.thalweg.publish.Outputs;

/**
 * A lane that keeps its configuration and its model, whatever the log says: it learns from events and obeys ticks.
 *
 * <p>That is how a "what if" is asked: the log's own changes belong to the model that was, not to the one that might
 * have been.
 */
public final class Fixed implements Student {
    private final Lane lane;
    private long ignored;

    private Fixed(Lane lane) {
        this.lane = lane;
    }

    public static Fixed of(Lane lane) {
        return new Fixed(lane);
    }

    @Override
    public void apply(long offset, long appendTime, LogRecord record, Outputs outputs) {
        if (record instanceof LogRecord.Event || record instanceof LogRecord.Tick) {
            lane.apply(offset, appendTime, record, outputs);
        } else {
            ignored++;
        }
    }

    @Override
    public Lane lane() {
        return lane;
    }

    /** Control records that would have changed the configuration or the model. */
    public long ignored() {
        return ignored;
    }
}
