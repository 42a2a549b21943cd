package io.thalweg.balance;

/** What the weightings of losses have in common: proportions over the present tasks, and means over labels. */
final class Present {
    private Present() {}

    /**
     * Weights in proportion to the exponentials of {@code logs}, their mean over the present tasks being 1: who is
     * absent takes nothing from the others, and the step is as long as without weights.
     */
    static double[] weights(Observation step, double[] logs) {
        double top = Double.NEGATIVE_INFINITY;
        for (int task : step.tasks()) {
            top = Math.max(top, logs[task]);
        }
        double[] weights = new double[logs.length];
        double sum = 0;
        for (int task : step.tasks()) {
            weights[task] = StrictMath.exp(logs[task] - top);
            sum += weights[task];
        }
        for (int task : step.tasks()) {
            weights[task] *= step.tasks().length / sum;
        }
        return weights;
    }

    /** Of the present tasks. */
    static double mean(Observation step, double[] values) {
        double sum = 0;
        for (int task : step.tasks()) {
            sum += values[task];
        }
        return sum / step.tasks().length;
    }

    /**
     * Moves each present task's mean towards what its labels of this step say: a plain mean until {@code window} labels
     * have been seen, and from then on one in which a label's weight has fallen to 1/e after as many.
     *
     * @param seen labels of each task, those of this step included
     */
    static void average(double[] means, double[] values, Observation step, double[] seen, double window) {
        for (int task : step.tasks()) {
            double share = Math.min(1, step.labels()[task] / Math.min(seen[task], window));
            means[task] += share * (values[task] - means[task]);
        }
    }

    /** Adds this step's labels. */
    static void count(double[] seen, Observation step) {
        for (int task : step.tasks()) {
            seen[task] += step.labels()[task];
        }
    }

    static double within(double bound, double value) {
        return Math.max(-bound, Math.min(bound, value));
    }
}
