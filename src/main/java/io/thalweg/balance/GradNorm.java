package io.thalweg.balance;

import io.thalweg.check.Require;
import java.util.Arrays;

/**
 * Gradient normalisation (Chen, Badrinarayanan, Lee and Rabinovich 2018, equations 1 and 2): weights move until every
 * task's weighted gradient of the shared layers is {@code mean * r_t^asymmetry} long, {@code r_t} being how far the
 * task still has to go beside the others.
 *
 * <p>In its online form {@code r_t} is the loss over that of predicting what is usual, both over the last labels, and
 * over the tasks' mean: nothing rests on the loss at the beginning, which is one batch's noise and long past. Weights
 * move by the difference of the logarithms of length and goal, {@code log w_t -= rate * log(w_t |g_t| / goal_t)}, which
 * rests where the paper's absolute difference does and does not jump around it. The paper looks at the last shared
 * layer; this takes all of them together. With {@code asymmetry} 0 all gradients are to be of one length.
 *
 * @param asymmetry the paper's alpha
 * @param rate of the logarithms of weights, for each step in which the task has a label
 * @param window labels over which losses and squared lengths are averaged
 */
public record GradNorm(double asymmetry, double rate, long window) implements LossWeighting {
    private static final int LOG_WEIGHT = 0;
    private static final int LABELS = 1;
    private static final int LOSS = 2;
    private static final int USUAL = 3;
    private static final int SQUARE = 4; // of the gradient's length
    private static final double BOUND = 3; // of the logarithm of a weight
    private static final double LITTLE = 1e-6;
    private static final double LEAST = 1e-12; // that a gradient's length is taken for

    public GradNorm {
        Require.that(asymmetry >= 0 && asymmetry <= 5, "asymmetry must be from 0 to 5, got %s", asymmetry);
        Require.that(rate > 0 && rate <= 1, "rate must be in (0, 1], got %s", rate);
        Require.that(window >= 1 && window <= 1_000_000_000, "window must be from 1 to 10^9 labels, got %d", window);
    }

    @Override
    public boolean readsGradients() {
        return true;
    }

    @Override
    public int numbersOfTask() {
        return 5;
    }

    @Override
    public double[] weigh(Memory memory, Observation step) {
        double[] logs = memory.ofTasks(LOG_WEIGHT);
        double[] weights = Present.weights(step, logs);
        observe(memory, step);
        double[] excess = new double[weights.length]; // logarithm of length over goal, but for what all have in common
        for (int task : step.tasks()) {
            double length = weights[task] * Math.sqrt(memory.ofTasks(SQUARE)[task]);
            double way = (memory.ofTasks(LOSS)[task] + LITTLE) / (memory.ofTasks(USUAL)[task] + LITTLE);
            excess[task] = StrictMath.log(Math.max(length, LEAST)) - asymmetry * StrictMath.log(way);
        }
        double mean = Present.mean(step, excess);
        for (int task : step.tasks()) {
            logs[task] = Present.within(BOUND, logs[task] - rate * Present.within(BOUND, excess[task] - mean));
        }
        return weights;
    }

    private void observe(Memory memory, Observation step) {
        double[] labels = memory.ofTasks(LABELS);
        Present.count(labels, step);
        Present.average(memory.ofTasks(LOSS), step.losses(), step, labels, window);
        Present.average(memory.ofTasks(USUAL), step.usual(), step, labels, window);
        double[] squares = new double[labels.length];
        Arrays.setAll(squares, task -> step.gram()[task][task]);
        Present.average(memory.ofTasks(SQUARE), squares, step, labels, window);
    }
}
