package io.thalweg.balance;

import io.thalweg.check.Require;
import java.util.Arrays;

/**
 * The present tasks' gradients as far as a rule needs to know them: how long they are, and the cosines between them,
 * both averaged over the last steps. A task whose gradient is nothing beside the longest one is left out.
 *
 * <p>A cosine is the mean inner product over the root of both mean squares, all three over the steps in which both
 * tasks were present; so it stays within [-1, 1] whatever is missing. With a window of 1 all is as in this step.
 */
final class Gradients {
    /** What {@link Memory} needs to hold of each pair. */
    static final int NUMBERS_OF_PAIR = 3;

    private static final int PRODUCT = 0;
    private static final int SQUARE = 1; // of the first of the pair
    private static final int STEPS = 2; // seen, or the window if that is less
    private static final double NOTHING = 1e-9;
    private static final double MOST = 100; // that a gradient can count for
    private static final double[] DRAWS = {0, 1e-6, 1e-4, 1e-2, 0.1, 0.5, 1};

    private final int all;
    private final int[] tasks;
    private final double[] norms;
    private final double[][] cosines;

    private Gradients(int all, int[] tasks, double[] norms, double[][] cosines) {
        this.all = all;
        this.tasks = tasks;
        this.norms = norms;
        this.cosines = cosines;
    }

    static void requireWindow(int window) {
        Require.that(window >= 1 && window <= 1_000_000, "window must be from 1 to 1,000,000 steps, got %d", window);
    }

    /** Takes a step's Gram matrix in. The mean is a plain one until {@code window} steps have been seen. */
    static Gradients observe(Memory memory, Observation step, int window) {
        int[] present = step.tasks();
        for (int task : present) {
            for (int other : present) {
                double steps = Math.min(memory.ofPairs(STEPS)[task][other] + 1, window);
                memory.ofPairs(STEPS)[task][other] = steps;
                average(memory.ofPairs(PRODUCT)[task], other, step.gram()[task][other], steps);
                average(memory.ofPairs(SQUARE)[task], other, step.gram()[task][task], steps);
            }
        }
        double longest = Arrays.stream(present)
                .mapToDouble(task -> norm(memory, task))
                .max()
                .orElse(0);
        int[] tasks = Arrays.stream(present)
                .filter(task -> norm(memory, task) > NOTHING * longest)
                .toArray();
        double[] norms =
                Arrays.stream(tasks).mapToDouble(task -> norm(memory, task)).toArray();
        double[][] cosines = new double[tasks.length][tasks.length];
        for (int i = 0; i < tasks.length; i++) {
            for (int j = 0; j < tasks.length; j++) {
                cosines[i][j] = cosine(memory, tasks[i], tasks[j]);
            }
        }
        return new Gradients(step.present().length, tasks, norms, cosines);
    }

    private static void average(double[] means, int at, double value, double steps) {
        means[at] += (value - means[at]) / steps;
    }

    private static double norm(Memory memory, int task) {
        return Math.sqrt(Math.max(0, memory.ofPairs(PRODUCT)[task][task]));
    }

    private static double cosine(Memory memory, int task, int other) {
        double cosine = seen(memory, task, other);
        return Double.isNaN(cosine) ? 0 : cosine;
    }

    /** Between two tasks' gradients; NaN until both were there in one step. */
    static double seen(Memory memory, int task, int other) {
        double squares = memory.ofPairs(SQUARE)[task][other] * memory.ofPairs(SQUARE)[other][task];
        double cosine = task == other ? 1 : memory.ofPairs(PRODUCT)[task][other] / Math.sqrt(squares);
        return squares > 0 ? Math.max(-1, Math.min(1, cosine)) : Double.NaN;
    }

    int count() {
        return tasks.length;
    }

    /** Which task the gradient {@code i} is of. */
    int task(int i) {
        return tasks[i];
    }

    double norm(int i) {
        return norms[i];
    }

    double cosine(int i, int j) {
        return cosines[i][j];
    }

    double product(int i, int j) {
        return norms[i] * norms[j] * cosines[i][j];
    }

    /**
     * The cosines, drawn towards 0 as little as needed for them to be those of linearly independent gradients: parallel
     * ones are not, nor need cosines be that come from different steps.
     */
    double[][] independent() {
        for (double draw : DRAWS) {
            double[][] drawn = new double[tasks.length][tasks.length];
            for (int i = 0; i < tasks.length; i++) {
                for (int j = 0; j < tasks.length; j++) {
                    drawn[i][j] = i == j ? 1 : (1 - draw) * cosines[i][j];
                }
            }
            if (Cholesky.of(drawn).isDefinite()) {
                return drawn;
            }
        }
        throw new IllegalStateException("the unit matrix is definite");
    }

    /** Inner products that belong to {@link #independent}, of gradients whose mean length is 1. */
    double[][] independentGram() {
        double[][] gram = independent();
        double mean = Arrays.stream(norms).average().orElse(1);
        for (int i = 0; i < tasks.length; i++) {
            for (int j = 0; j < tasks.length; j++) {
                gram[i][j] *= norms[i] / mean * (norms[j] / mean);
            }
        }
        return gram;
    }

    /** From what each gradient here counts for to the same by task; those left out count once. */
    double[] byTask(double[] weights) {
        double[] byTask = TaskWeights.even(all).own();
        for (int i = 0; i < tasks.length; i++) {
            byTask[tasks[i]] = Math.max(-MOST, Math.min(MOST, weights[i]));
        }
        return byTask;
    }

    /**
     * The same from what each gradient counts for once they are all of length 1, such as the share that it has in a
     * direction. What matters is their proportion; the step is as long as all gradients one behind the other, which is
     * what it is when each counts once. A gradient shorter than a hundredth of the longest one counts as if it were so
     * long, lest a task that has learned all it can fill the step with noise.
     */
    double[] byTaskOfUnits(double[] shares) {
        double longest = Arrays.stream(norms).max().orElse(0);
        double length = Arrays.stream(norms).sum();
        double sum = Arrays.stream(shares).map(Math::abs).sum();
        double[] weights = new double[shares.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = sum == 0 ? 1 : shares[i] / sum * length / Math.max(norms[i], longest / MOST);
        }
        return byTask(weights);
    }
}
