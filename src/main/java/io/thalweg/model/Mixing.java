package io.thalweg.model;

import java.util.List;

/** A weighted mean of experts, row by row, by the softmax of a gate's numbers. */
final class Mixing implements Cell {
    private final Rows gate;
    private final List<Rows> experts;
    private final Rows to;
    private final boolean[] users;
    private final float[] shares; // [rows, experts]

    Mixing(Rows gate, List<Rows> experts, Rows to, boolean[] users) {
        this.gate = gate;
        this.experts = experts;
        this.to = to;
        this.users = users;
        shares = new float[to.values().length / to.stride() * experts.size()];
    }

    @Override
    public void forward(int rung, int rows) {
        for (int row = 0; row < rows; row++) {
            softmax(gate.values(), row * gate.stride(), row * experts.size());
            for (int expert = 0; expert < experts.size(); expert++) {
                float share = shares[row * experts.size() + expert];
                add(share, experts.get(expert).values(), to.values(), row * to.stride(), expert == 0);
            }
        }
    }

    private void add(float share, float[] from, float[] sum, int at, boolean isFirst) {
        int end = at + to.width();
        if (isFirst) {
            for (int i = at; i < end; i++) {
                sum[i] = share * from[i];
            }
        } else {
            for (int i = at; i < end; i++) {
                sum[i] += share * from[i];
            }
        }
    }

    private void softmax(float[] from, int at, int first) {
        int count = experts.size();
        double top = from[at];
        for (int i = 1; i < count; i++) {
            top = Math.max(top, from[at + i]);
        }
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double power = StrictMath.exp(from[at + i] - top);
            shares[first + i] = (float) power;
            sum += power;
        }
        for (int i = 0; i < count; i++) {
            shares[first + i] = (float) (shares[first + i] / sum);
        }
    }

    @Override
    public void backward(int rung, int rows, boolean[] present) {
        if (!Users.any(users, present)) {
            return;
        }
        int count = experts.size();
        float[] worth = new float[count]; // slope of each share
        for (int row = 0; row < rows; row++) {
            int first = row * count;
            float mean = 0;
            for (int expert = 0; expert < count; expert++) {
                worth[expert] = backward(experts.get(expert), shares[first + expert], row * to.stride());
                mean += shares[first + expert] * worth[expert];
            }
            for (int expert = 0; expert < count; expert++) {
                gate.slopes()[row * gate.stride() + expert] += shares[first + expert] * (worth[expert] - mean);
            }
        }
    }

    /** Hands one row's slopes to an expert; answers the slope of its share. */
    private float backward(Rows expert, float share, int at) {
        float[] own = to.slopes();
        float[] values = expert.values();
        float[] slopes = expert.slopes();
        float worth = 0;
        for (int i = at; i < at + to.width(); i++) {
            worth += own[i] * values[i];
            slopes[i] += share * own[i];
        }
        return worth;
    }
}
