package io.thalweg.loss;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * What one would say of a task's label knowing none of the features, from the labels seen so far.
 *
 * <p>The network learns the deviation from it: its silence, all raw scores 0, says what is usual. So a rare class costs
 * no warm-up, and tasks of different units pull at the shared parameters with comparable force.
 */
public sealed interface Prior permits ClassRates, LogMean, Majority, MeanAndSpread, RunningQuantile, ZeroInflated {
    /** From the network's raw scores to the loss's: {@code raw[at ..]} to {@code to[at ..]}. */
    void shift(float[] raw, float[] to, int at);

    /** What {@link #shift} does to each score, as it is now. */
    List<Shift> shifts();

    /** What the loss is multiplied by to be free of the label's unit, times what all raw scores are stretched by. */
    default double slopeScale() {
        return 1;
    }

    /** What the loss is multiplied by to be free of the label's unit. */
    default double lossScale() {
        return slopeScale();
    }

    /** Turns slopes in shifted scores into slopes in raw ones where single ones of the scores are stretched. */
    default void unstretch(float[] shifted, float[] slopes, int at) {}

    void observe(float label);

    /** What the task is judged by ({@link Loss#judge}) if it says what is usual. */
    double baseline(float label);

    /** Of the running mean; NaN for classes, which have none. */
    default double squaredError(float label) {
        return Double.NaN;
    }

    void write(DataOutput out) throws IOException;

    /** Forgets everything and takes back what {@link #write} wrote. */
    void read(DataInput in) throws IOException;
}
