package io.thalweg.balance;

import java.util.Arrays;

/**
 * What a step's slopes are multiplied by, {@code [tasks]} each.
 *
 * @param shared in what serves several tasks
 * @param own in what serves one
 */
public record TaskWeights(double[] shared, double[] own) {
    /** Everybody counts once. */
    public static TaskWeights even(int tasks) {
        double[] ones = new double[tasks];
        Arrays.fill(ones, 1);
        return new TaskWeights(ones, ones);
    }
}
