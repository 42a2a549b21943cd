package io.thalweg.learn;

import io.thalweg.batch.Batch;
import io.thalweg.drift.Alarm;
import java.util.List;

/**
 * What one step said of its batch before it learned from it.
 *
 * @param version gradient steps taken before this one
 * @param predictions {@code [examples, outputs]} in the learned unit: a value, or class probabilities
 * @param asks tasks that should be served by another network, for the log to say so
 * @param alarms changes that its labels and features completed
 * @param countermeasures what should be done about them, for the log to say so
 */
public record Step(
        Batch batch,
        long version,
        float[] predictions,
        List<Reassignment> asks,
        List<Alarm> alarms,
        List<Countermeasure> countermeasures) {}
