package io.thalweg.balance;

import java.util.Arrays;

/**
 * The least of a convex function of {@code q(w) = w' M w} and of a linear term, over the {@code w} that are at least 0
 * and sum up to 1: from the middle on, mass is moved between two of them so that it is best for the two, pair by pair.
 */
final class Simplex {
    private static final int SWEEPS = 60; // over all pairs; most problems of a few tasks need fewer than ten

    private final double[][] matrix;
    private final double[] linear;
    private final double[] weights;
    private final double[] products; // M w

    /** How far to go along a line on which {@code q} is {@code q + 2 r x + s x^2} and the linear term grows by b x. */
    interface Line {
        double least(double q, double r, double s, double b);
    }

    private Simplex(double[][] matrix, double[] linear) {
        this.matrix = matrix;
        this.linear = linear;
        weights = new double[linear.length];
        products = new double[linear.length];
        Arrays.fill(weights, 1.0 / linear.length);
    }

    static double[] least(double[][] matrix, double[] linear, Line line) {
        Simplex simplex = new Simplex(matrix, linear);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            simplex.sweep(line);
        }
        return simplex.weights;
    }

    private void sweep(Line line) {
        for (int i = 0; i < weights.length; i++) {
            products[i] = dot(matrix[i], weights);
        }
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < i; j++) {
                double curve = matrix[i][i] - 2 * matrix[i][j] + matrix[j][j];
                double best = line.least(
                        Math.max(0, dot(weights, products)), products[i] - products[j], curve, linear[i] - linear[j]);
                move(i, j, Math.max(-weights[i], Math.min(weights[j], best)));
            }
        }
    }

    private void move(int to, int from, double mass) {
        weights[to] += mass;
        weights[from] -= mass;
        for (int k = 0; k < weights.length; k++) {
            products[k] += mass * (matrix[k][to] - matrix[k][from]);
        }
    }

    /** {@code w' M w}, which rounding cannot take below 0. */
    static double squared(double[][] matrix, double[] weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * dot(matrix[i], weights);
        }
        return Math.max(0, sum);
    }

    static double dot(double[] one, double[] two) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * two[i];
        }
        return sum;
    }
}
