package io.thalweg.balance;

import io.thalweg.tensor.Draws;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Made-up steps of a few tasks. */
final class Steps {
    private static final int DIMENSION = 12;

    private Steps() {}

    /** All present, with ten labels each. */
    static Observation of(double[] losses, double[][] gram) {
        boolean[] present = new boolean[Math.max(losses.length, gram.length)];
        Arrays.fill(present, true);
        return of(0, present, losses, gram);
    }

    static Observation of(long number, boolean[] present, double[] losses, double[][] gram) {
        long[] labels = new long[present.length];
        Arrays.fill(labels, 10);
        double[] usual = new double[losses.length];
        Arrays.fill(usual, 1);
        return new Observation(number, Draws.of(7, "balance"), present, labels, losses, usual, gram);
    }

    /** Losses and gradients at random, a little different in each step. */
    static Observation random(long number, boolean... present) {
        var random = new SplittableRandom(1_000 + number);
        double[] losses = new double[present.length];
        double[][] gradients = new double[present.length][DIMENSION];
        for (int task = 0; task < present.length; task++) {
            losses[task] = random.nextDouble(0.1, 2);
            for (int i = 0; i < DIMENSION; i++) {
                gradients[task][i] = (task + 1) * random.nextDouble(-1, 1.3);
            }
        }
        return of(number, present, losses, gram(gradients));
    }

    static double[][] gram(double[]... gradients) {
        double[][] gram = new double[gradients.length][gradients.length];
        for (int i = 0; i < gram.length; i++) {
            for (int j = 0; j < gram.length; j++) {
                gram[i][j] = Simplex.dot(gradients[i], gradients[j]);
            }
        }
        return gram;
    }

    /** TaskWeights after the same step has come again and again. */
    static double[] settled(Balance balance, Observation step, int times) {
        Memory memory = new Memory(balance, step.present().length);
        double[] weights = new double[0];
        for (int i = 0; i < times; i++) {
            weights = balance.weigh(memory, step);
        }
        return weights;
    }
}
