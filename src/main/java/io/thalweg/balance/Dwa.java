package io.thalweg.balance;

import io.thalweg.check.Require;

/**
 * Dynamic weight average (Liu, Johns and Davison 2019, equation 7): {@code w_t} in proportion to {@code exp(r_t /
 * temperature)}, {@code r_t} being the loss of now over the loss of before; a task that still gets better counts less
 * than one that stands still.
 *
 * <p>The paper divides one epoch's loss by the last one's. A single pass has none, so it is a fast mean over a slow
 * one, both in labelled events of the task, whatever their number in a step; until there are more labels than the fast
 * one looks back on they are the same, and the task is neither. Trap: a loss of about 0 has no ratio; both means have a
 * little added.
 *
 * @param temperature the higher, the more alike
 * @param fast labels after which a label's weight in the mean of now has fallen to 1/e
 * @param slow the same for the mean of before
 */
public record Dwa(double temperature, long fast, long slow) implements LossWeighting {
    private static final int SEEN = 0;
    private static final int NOW = 1;
    private static final int BEFORE = 2;
    private static final double LITTLE = 1e-6;

    public Dwa {
        Require.that(
                temperature >= 0.1 && temperature <= 100, "temperature must be from 0.1 to 100, got %s", temperature);
        Require.that(fast >= 1 && fast < slow, "fast must be at least 1 and below slow, got %d and %d", fast, slow);
    }

    @Override
    public int numbersOfTask() {
        return 3;
    }

    @Override
    public double[] weigh(Memory memory, Observation step) {
        double[] now = memory.ofTasks(NOW);
        double[] before = memory.ofTasks(BEFORE);
        double[] logs = new double[now.length];
        for (int task : step.tasks()) {
            logs[task] = (now[task] + LITTLE) / (before[task] + LITTLE) / temperature;
        }
        Present.count(memory.ofTasks(SEEN), step);
        Present.average(now, step.losses(), step, memory.ofTasks(SEEN), fast);
        Present.average(before, step.losses(), step, memory.ofTasks(SEEN), slow);
        return Present.weights(step, logs);
    }
}
