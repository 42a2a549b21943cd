package io.thalweg.model;

import java.util.List;

/** A weighted sum of signals with learned weights, the same for all rows, whose sum is kept at 1. */
final class Stitching implements Cell {
    private final Parameters parameters;
    private final PlacedBlock shares;
    private final List<Rows> from;
    private final Rows to;
    private final boolean[] users;
    private final float[] weights; // of the last way there

    Stitching(Parameters parameters, PlacedBlock shares, List<Rows> from, Rows to, boolean[] users) {
        this.parameters = parameters;
        this.shares = shares;
        this.from = from;
        this.to = to;
        this.users = users;
        weights = new float[from.size()];
    }

    @Override
    public void forward(int rung, int rows) {
        weigh(parameters, shares, weights);
        to.clear(rows);
        int end = rows * to.stride();
        for (int i = 0; i < weights.length; i++) {
            add(weights[i], from.get(i).values(), to.values(), end);
        }
        to.ones(rows);
    }

    /** Fills {@code weights} with the nearest ones to {@code shares} whose sum is 1. */
    static void weigh(Parameters parameters, PlacedBlock shares, float[] weights) {
        float[] values = parameters.values();
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += values[shares.at() + i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (values[shares.at() + i] + (1 - sum) / weights.length);
        }
    }

    /** Leaves the gradient of its weights in the parameters', too. */
    @Override
    public void backward(int rung, int rows, boolean[] present) {
        if (!Users.any(users, present)) {
            return;
        }
        int end = rows * to.stride();
        float[] gradient = parameters.gradient();
        double mean = 0;
        for (int i = 0; i < weights.length; i++) {
            double worth = product(to.slopes(), from.get(i).values(), end);
            gradient[shares.at() + i] = (float) worth;
            mean += worth / weights.length;
            add(weights[i], to.slopes(), from.get(i).slopes(), end);
        }
        for (int i = 0; i < weights.length; i++) {
            gradient[shares.at() + i] -= (float) mean;
        }
    }

    private static void add(float weight, float[] some, float[] sum, int end) {
        for (int i = 0; i < end; i++) {
            sum[i] += weight * some[i];
        }
    }

    /**
     * The sum of products, as four sums side by side, which do not wait for each other; {@code end} is even by four.
     */
    private static double product(float[] a, float[] b, int end) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        for (int i = 0; i < end; i += 4) {
            first += a[i] * b[i];
            second += a[i + 1] * b[i + 1];
            third += a[i + 2] * b[i + 2];
            fourth += a[i + 3] * b[i + 3];
        }
        return first + second + (third + fourth);
    }
}
