package io.thalweg.balance;

import io.thalweg.check.Require;

/**
 * Tasks' weights tuned by exponentiated gradient (Kivinen and Warmuth 1997, section 4) on what the stream is judged by:
 * the sum of the tasks' losses on examples that have not been learned from. By how much a step of task {@code t} lowers
 * the others' is, to the first order, {@code sum over s of g_s . g_t} (Lin, Baweja, Kantor and Held 2019, section 3,
 * who weigh auxiliary tasks by it): so {@code log a_t += rate * mean over the others of cos(g_s, g_t) - decay * log
 * a_t}. A task whose gradient helps the others counts more, one that works against them less, in all that it moves.
 *
 * <p>Traps: gradients are taken at length 1, or the task with the largest loss would decide alone; each task's own is
 * left out, which would only reward noise; and without the decay a chance of long ago would stay for ever. A weight
 * settles at {@code exp(rate / decay * mean cosine)}, before their mean is made 1.
 *
 * @param rate of the logarithms of weights, for each step in which the task has a label
 * @param decay of the same
 * @param window steps over which the gradients' inner products are averaged
 */
public record Exponentiated(double rate, double decay, int window) implements Balance {
    private static final int LOG_WEIGHT = 0;

    public Exponentiated {
        Require.that(rate > 0 && rate <= 1, "rate must be in (0, 1], got %s", rate);
        Require.that(decay >= rate / 10 && decay <= 1, "decay must be from a tenth of rate to 1, got %s", decay);
        Gradients.requireWindow(window);
    }

    @Override
    public boolean isOfShared() {
        return false;
    }

    @Override
    public boolean readsGradients() {
        return true;
    }

    @Override
    public int numbersOfTask() {
        return 1;
    }

    @Override
    public int numbersOfPair() {
        return Gradients.NUMBERS_OF_PAIR;
    }

    @Override
    public double[] weigh(Memory memory, Observation step) {
        double[] logs = memory.ofTasks(LOG_WEIGHT);
        double[] weights = Present.weights(step, logs);
        Gradients gradients = Gradients.observe(memory, step, window);
        for (int i = 0; i < gradients.count(); i++) {
            double help = 0;
            for (int j = 0; j < gradients.count(); j++) {
                help += i == j ? 0 : gradients.cosine(i, j) / (gradients.count() - 1);
            }
            int task = gradients.task(i);
            logs[task] += rate * help - decay * logs[task];
        }
        return weights;
    }
}
