package io.thalweg.loss;

import io.thalweg.check.Require;

/** Squared up to {@code delta}, linear beyond it, so that one outlier cannot throw the model (Huber 1964). */
public record Huber(double delta) implements Loss {
    public Huber {
        Require.that(delta > 0 && delta < Double.POSITIVE_INFINITY, "huber delta must be positive, got %s", delta);
    }

    @Override
    public Meaning meaning() {
        return Meaning.VALUE;
    }

    @Override
    public double value(float[] scores, int at, float label) {
        double error = Math.abs((double) scores[at] - label);
        return error <= delta ? error * error / 2 : delta * (error - delta / 2);
    }

    @Override
    public void slope(float[] scores, int at, float label, float scale, float[] slopes, int to) {
        double error = (double) scores[at] - label;
        slopes[to] = (float) (scale * Math.max(-delta, Math.min(delta, error)));
    }

    @Override
    public void predict(float[] scores, int at, float[] predictions, int to) {
        predictions[to] = scores[at];
    }

    @Override
    public Prior prior() {
        return new MeanAndSpread(this);
    }
}
