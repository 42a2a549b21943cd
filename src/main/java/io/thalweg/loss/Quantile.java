package io.thalweg.loss;

import io.thalweg.check.Require;

/**
 * Pinball loss, least at a quantile (Koenker and Bassett 1978): {@code quantile} times how far the label is above the
 * score, or {@code 1 - quantile} times how far it is below. One score, which is the prediction: the value that this
 * share of the labels does not exceed. With 0.5 it is half the absolute error, and the prediction the median.
 */
public record Quantile(double quantile) implements Loss {
    public Quantile {
        Require.that(
                quantile >= 0.001 && quantile <= 0.999, "a quantile must be from 0.001 to 0.999, got %s", quantile);
    }

    @Override
    public Meaning meaning() {
        return Meaning.QUANTILE;
    }

    @Override
    public double value(float[] scores, int at, float label) {
        return pinball((double) label - scores[at]);
    }

    double pinball(double above) {
        return above > 0 ? quantile * above : (quantile - 1) * above;
    }

    /** None where the score is the label. */
    @Override
    public void slope(float[] scores, int at, float label, float scale, float[] slopes, int to) {
        double side = label > scores[at] ? -quantile : label < scores[at] ? 1 - quantile : 0;
        slopes[to] = (float) (scale * side);
    }

    @Override
    public void predict(float[] scores, int at, float[] predictions, int to) {
        predictions[to] = scores[at];
    }

    @Override
    public Prior prior() {
        return new RunningQuantile(this);
    }
}
