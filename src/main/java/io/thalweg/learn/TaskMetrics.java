package io.thalweg.learn;

import io.thalweg.drift.DriftStatus;

/**
 * Prequential quality of one task after the train-log record at {@code offset}.
 *
 * @param labelled labels learned from so far
 * @param refused labels that were not learned from when their batch was due, because the model overflowed at them
 * @param lagMillis log time between the oldest event of the last step and the record that set it off
 */
public record TaskMetrics(
        String task,
        long offset,
        long version,
        long eventTime,
        long labelled,
        long refused,
        long lagMillis,
        Quality lifetime,
        Quality window,
        Standing standing,
        DriftStatus drift) {
    /** Without any drift. */
    public TaskMetrics(
            String task,
            long offset,
            long version,
            long eventTime,
            long labelled,
            long refused,
            long lagMillis,
            Quality lifetime,
            Quality window,
            Standing standing) {
        this(
                task,
                offset,
                version,
                eventTime,
                labelled,
                refused,
                lagMillis,
                lifetime,
                window,
                standing,
                DriftStatus.NONE);
    }

    /** The same with what drift did to the task. */
    public TaskMetrics with(DriftStatus other) {
        return new TaskMetrics(
                task, offset, version, eventTime, labelled, refused, lagMillis, lifetime, window, standing, other);
    }
}
