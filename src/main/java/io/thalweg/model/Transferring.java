package io.thalweg.model;

import java.util.List;

/** A mean of values, row by row, weighted by the softmax of how well queries meet keys. */
final class Transferring implements Cell {
    private final From from;
    private final Rows to;
    private final boolean[] users;
    private final int count;
    private final double scale; // of a product of query and key
    private final float[] shares; // [rows, count]

    /** What it reads: as many queries, keys and values. */
    record From(List<Rows> queries, List<Rows> keys, List<Rows> values) {}

    Transferring(From from, Rows to, boolean[] users) {
        this.from = from;
        this.to = to;
        this.users = users;
        count = from.values().size();
        scale = 1 / Math.sqrt(from.keys().get(0).width());
        shares = new float[to.values().length / to.stride() * count];
    }

    @Override
    public void forward(int rung, int rows) {
        double[] powers = new double[count];
        for (int row = 0; row < rows; row++) {
            weigh(row, powers);
            int at = row * to.stride();
            for (int i = 0; i < to.width(); i++) {
                float sum = 0;
                for (int one = 0; one < count; one++) {
                    sum += shares[row * count + one] * from.values().get(one).values()[at + i];
                }
                to.values()[at + i] = sum;
            }
        }
    }

    private void weigh(int row, double[] powers) {
        double top = Double.NEGATIVE_INFINITY;
        for (int one = 0; one < count; one++) {
            powers[one] = scale * product(from.queries().get(one), from.keys().get(one), row);
            top = Math.max(top, powers[one]);
        }
        double sum = 0;
        for (int one = 0; one < count; one++) {
            powers[one] = StrictMath.exp(powers[one] - top);
            sum += powers[one];
        }
        for (int one = 0; one < count; one++) {
            shares[row * count + one] = (float) (powers[one] / sum);
        }
    }

    private static double product(Rows one, Rows other, int row) {
        int at = row * one.stride();
        double sum = 0;
        for (int i = at; i < at + one.width(); i++) {
            sum += (double) one.values()[i] * other.values()[i];
        }
        return sum;
    }

    @Override
    public void backward(int rung, int rows, boolean[] present) {
        if (!Users.any(users, present)) {
            return;
        }
        float[] worth = new float[count]; // slope of each share
        for (int row = 0; row < rows; row++) {
            float mean = 0;
            for (int one = 0; one < count; one++) {
                float share = shares[row * count + one];
                worth[one] = backward(from.values().get(one), share, row * to.stride());
                mean += share * worth[one];
            }
            for (int one = 0; one < count; one++) {
                float slope = (float) (scale * shares[row * count + one] * (worth[one] - mean));
                backward(from.queries().get(one), from.keys().get(one), slope, row);
            }
        }
    }

    /** Hands one row's slopes to a value; answers the slope of its share. */
    private float backward(Rows value, float share, int at) {
        float worth = 0;
        for (int i = at; i < at + to.width(); i++) {
            worth += to.slopes()[i] * value.values()[i];
            value.slopes()[i] += share * to.slopes()[i];
        }
        return worth;
    }

    private static void backward(Rows query, Rows key, float slope, int row) {
        int at = row * query.stride();
        for (int i = at; i < at + query.width(); i++) {
            query.slopes()[i] += slope * key.values()[i];
            key.slopes()[i] += slope * query.values()[i];
        }
    }
}
