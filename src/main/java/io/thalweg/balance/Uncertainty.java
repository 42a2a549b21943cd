package io.thalweg.balance;

import io.thalweg.check.Require;

/**
 * Weighting by homoscedastic uncertainty (Kendall, Gal and Cipolla 2018, equations 7 and 10): {@code sum e^-s_t L_t +
 * s_t / 2}, {@code s_t} being the logarithm of the task's noise, which descends by itself at a slow rate of its own:
 * {@code s_t -= rate * (1/2 - e^-s_t L_t)}. It settles where the weight is {@code 1 / (2 L_t)}: a task whose loss is
 * mostly noise counts less. (The paper's squared error is twice our loss, so that both its cases are this one.)
 *
 * <p>Traps: as a loss goes to 0 its weight would go to infinity, so {@code s} is kept within bounds on both sides; and
 * the weights' mean over the present tasks is 1, or the whole step would shrink while losses are large.
 *
 * @param rate of s, for each step in which the task has a label
 * @param bound of s, on either side of 0
 */
public record Uncertainty(double rate, double bound) implements LossWeighting {
    private static final int LOG_NOISE = 0;

    public Uncertainty {
        Require.that(rate > 0 && rate <= 1, "rate must be in (0, 1], got %s", rate);
        Require.that(bound > 0 && bound <= 10, "bound must be in (0, 10], got %s", bound);
    }

    @Override
    public int numbersOfTask() {
        return 1;
    }

    @Override
    public double[] weigh(Memory memory, Observation step) {
        double[] noise = memory.ofTasks(LOG_NOISE);
        double[] logs = new double[noise.length];
        for (int task : step.tasks()) {
            logs[task] = -noise[task];
            double slope = 0.5 - StrictMath.exp(-noise[task]) * step.losses()[task];
            noise[task] = Present.within(bound, noise[task] - rate * slope);
        }
        return Present.weights(step, logs);
    }
}
