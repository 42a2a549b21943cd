package io.thalweg.balance;

import io.thalweg.tensor.Draws;
import java.util.stream.IntStream;

/**
 * What one step shows, before it moves anything. Arrays are indexed by task; what stands at an absent task means
 * nothing.
 *
 * @param number steps before this one
 * @param draws the seed's random numbers for balancing
 * @param present which tasks have a label and are to be balanced
 * @param labels how many
 * @param losses mean loss over the labels, nats or half squared spreads, so that tasks of different units compare;
 *     empty where the rule does not read it
 * @param usual the same for predictions of the running class rates or the running mean
 * @param gram {@code [tasks][tasks]} inner products of the tasks' gradients of all shared layers; empty where the rule
 *     does not read it
 */
public record Observation(
        long number, Draws draws, boolean[] present, long[] labels, double[] losses, double[] usual, double[][] gram) {
    /** The same step, once its gradients are known. */
    public Observation with(double[][] products) {
        return new Observation(number, draws, present, labels, losses, usual, products);
    }

    /** The same labels with other losses. */
    Observation after(double[] others) {
        return new Observation(number, draws, present, labels, others, usual, gram);
    }

    /** Whether there is more than one task to balance. */
    public boolean isOfSeveral() {
        return tasks().length > 1;
    }

    /** The present tasks, ascending. */
    int[] tasks() {
        return IntStream.range(0, present.length).filter(task -> present[task]).toArray();
    }

    /** In [-1, 1): one number for each step and ordered pair of tasks. */
    float draw(int task, int other) {
        return draws.symmetric((number * present.length + task) * present.length + other);
    }

    /** Whether nothing that a rule reads of the present tasks is NaN or infinite. */
    boolean isFinite() {
        double sum = 0;
        for (int task : tasks()) {
            sum += losses.length == 0 ? 0 : 0 * losses[task] + 0 * usual[task];
            for (int other : tasks()) {
                sum += gram.length == 0 ? 0 : 0 * gram[task][other];
            }
        }
        return sum == 0;
    }
}
