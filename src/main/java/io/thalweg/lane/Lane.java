package io.thalweg.lane;

import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.Outputs;
import java.util.List;

/**
 * One replica of the model and everything it must not forget. Not thread-safe: one owner, who feeds it the records of
 * one log in offset order.
 */
public final class Lane {
    public Lane(LaneSettings settings) {
        throw new UnsupportedOperationException("under construction " + settings);
    }

    /**
     * Learns from a labelled example (when its batch is full), scores a request (at once) or obeys a tick.
     *
     * @param appendTime when the log took the record, in epoch milliseconds
     * @throws IllegalArgumentException if the example was made by another feature map
     */
    public void apply(long offset, long appendTime, LogRecord record, Outputs outputs) {}

    /** The first log offset that has not been applied. */
    public long nextOffset() {
        return 0;
    }

    /** Labelled events accepted since the last checkpoint. */
    public long sinceCheckpoint() {
        return 0;
    }

    /** Writes all blocks that changed since the last checkpoint, and what else must not be forgotten. */
    public void checkpoint(BlockSink sink) {}

    /** Takes back one block of a checkpoint; the last one of each (region, block) counts. */
    public void restore(int region, int block, byte[] bytes) {}

    /**
     * To be called after the last restored block, before anything is accepted.
     *
     * @throws IllegalStateException if the state belongs to another configuration; says which part of it
     */
    public void resume() {}

    public Totals totals() {
        throw new UnsupportedOperationException();
    }

    /** Quality of each task up to now, in configuration order. */
    public List<TaskMetrics> metrics() {
        throw new UnsupportedOperationException();
    }

    /** SHA-256 of all parameters in canonical order, in lower-case hex. */
    public String parametersSha256() {
        throw new UnsupportedOperationException();
    }
}
