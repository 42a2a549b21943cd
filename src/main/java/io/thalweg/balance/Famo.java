package io.thalweg.balance;

import io.thalweg.check.Require;

/**
 * Fast adaptive multitask optimisation (Liu, Feng, Stone and Liu 2023, algorithm 1): all tasks' losses are to fall at
 * the same relative speed. {@code w_t} is in proportion to {@code z_t / L_t}, {@code z} being the softmax of {@code x};
 * the same batch is scored once more after the step, and {@code x -= rate * (J' d + decay * x)}, with {@code d_t} by
 * which part the loss fell, and {@code J} the Jacobian of the softmax. A task that falls faster than the others gives
 * way to them. It costs one more forward, however many tasks there are.
 *
 * <p>Traps: on the next batch instead of the same one {@code d} would be noise. And {@code L_t} cannot be the batch's
 * own loss as in the paper, nor {@code d_t} the fall of its logarithm: a small batch has a large loss when a rare label
 * is in it, which would then count the less for that, and no chance would be right any more. It is the mean over the
 * labels before; a little is added, since it may be 0.
 *
 * @param rate of x, for each step in which the task has a label
 * @param decay of x, so that what was once is forgotten
 * @param window labels over which losses are averaged
 */
public record Famo(double rate, double decay, long window) implements LossWeighting {
    private static final int LOGITS = 0;
    private static final int LABELS = 1;
    private static final int LOSS = 2;
    private static final double LITTLE = 1e-6;

    public Famo {
        Require.that(rate > 0 && rate <= 100, "rate must be in (0, 100], got %s", rate);
        Require.that(decay >= 0 && rate * decay < 1, "decay must be at least 0 and below 1 / rate, got %s", decay);
        Require.that(window >= 1 && window <= 1_000_000_000, "window must be from 1 to 10^9 labels, got %d", window);
    }

    @Override
    public boolean looksAgain() {
        return true;
    }

    @Override
    public int numbersOfTask() {
        return 3;
    }

    @Override
    public double[] weigh(Memory memory, Observation step) {
        double[] logs = memory.ofTasks(LOGITS).clone();
        for (int task : step.tasks()) {
            boolean isNew = memory.ofTasks(LABELS)[task] == 0;
            logs[task] -= StrictMath.log(LITTLE + (isNew ? step.usual()[task] : memory.ofTasks(LOSS)[task]));
        }
        Present.count(memory.ofTasks(LABELS), step);
        Present.average(memory.ofTasks(LOSS), step.losses(), step, memory.ofTasks(LABELS), window);
        return Present.weights(step, logs);
    }

    @Override
    public void lookAgain(Memory memory, Observation step, double[] losses) {
        double[] logits = memory.ofTasks(LOGITS);
        double[] shares = Present.weights(step, logits); // z, times the number of present tasks
        double[] falls = new double[logits.length];
        double[] shared = new double[logits.length];
        for (int task : step.tasks()) {
            double fall = (step.losses()[task] - losses[task]) / (LITTLE + memory.ofTasks(LOSS)[task]);
            falls[task] = Present.within(1, fall);
            shared[task] = shares[task] * falls[task];
        }
        double mean = Present.mean(step, shared); // of the falls, weighted by z
        for (int task : step.tasks()) {
            double slope = shares[task] / step.tasks().length * (falls[task] - mean);
            logits[task] -= rate * (slope + decay * logits[task]);
        }
    }
}
