package io.thalweg.loss;

/**
 * Half the deviance of a count (McCullagh and Nelder 1989, section 2.3): {@code r - y log r} with the rate {@code r} =
 * exp(score), less what it is at {@code r = y}, so that a perfect prediction has none. One score: the logarithm of the
 * rate; the prediction is the rate.
 *
 * <p>The rate is the label's mean whatever else its distribution, if only that is from 0 up: labels need be neither
 * whole nor as narrow as Poisson's (Wedderburn 1974). Beyond e^15, which no label reaches, the exponential goes on as a
 * line.
 */
public record Poisson() implements Loss {
    @Override
    public Meaning meaning() {
        return Meaning.EXPECTATION;
    }

    @Override
    public double value(float[] scores, int at, float label) {
        double y = label;
        double least = y > 0 ? y - y * StrictMath.log(y) : 0;
        return Curves.straightenedExp(scores[at]) - y * scores[at] - least;
    }

    @Override
    public void slope(float[] scores, int at, float label, float scale, float[] slopes, int to) {
        slopes[to] = (float) (scale * (Curves.cappedExp(scores[at]) - label));
    }

    @Override
    public void predict(float[] scores, int at, float[] predictions, int to) {
        predictions[to] = (float) Curves.cappedExp(scores[at]);
    }

    @Override
    public Prior prior() {
        return new LogMean(this);
    }

    @Override
    public String complaint(float label) {
        return label >= 0 ? "" : "a poisson label must be 0 or more, got " + label;
    }
}
