package io.thalweg.loss;

/**
 * For values that are mostly 0 and otherwise have a long tail, such as spend (Wang, Liu and Miao 2019, arXiv
 * 1912.07753): the logistic loss of whether the label is above 0, and for those that are, the negative log-likelihood
 * of a log-normal distribution.
 *
 * <p>Three scores: the logit of {@code p}, the chance of a label above 0; {@code mu}, the mean of its logarithm; and
 * what {@code sigma}, that logarithm's spread, is the softplus of, {@value #NARROWEST} added. (The authors' program
 * cuts sigma off below; what is cut off has no slope and would stay there.) The prediction is the expectation {@code p
 * exp(mu + sigma^2 / 2)}, the exponential being at most e^15, which no label reaches.
 */
public record ZeroInflatedLogNormal() implements Loss {
    /** The least sigma. */
    public static final double NARROWEST = 0.05;

    private static final double HALF_LOG_TWO_PI = 0.918938533204672742;

    @Override
    public Meaning meaning() {
        return Meaning.EXPECTATION;
    }

    @Override
    public int outputs() {
        return 3;
    }

    static double sigma(double score) {
        return NARROWEST + Curves.softplus(score);
    }

    @Override
    public double value(float[] scores, int at, float label) {
        double logit = scores[at];
        if (label == 0) {
            return Curves.softplus(logit);
        }
        double sigma = sigma(scores[at + 2]);
        double log = StrictMath.log(label);
        double distance = (log - scores[at + 1]) / sigma;
        return Curves.softplus(-logit) + log + StrictMath.log(sigma) + HALF_LOG_TWO_PI + distance * distance / 2;
    }

    @Override
    public void slope(float[] scores, int at, float label, float scale, float[] slopes, int to) {
        slopes[to] = (float) (scale * (Curves.sigmoid(scores[at]) - (label > 0 ? 1 : 0)));
        slopes[to + 1] = 0;
        slopes[to + 2] = 0;
        if (label > 0) {
            double sigma = sigma(scores[at + 2]);
            double distance = (StrictMath.log(label) - scores[at + 1]) / sigma;
            slopes[to + 1] = (float) (-scale * distance / sigma);
            slopes[to + 2] = (float) (scale * (1 - distance * distance) / sigma * Curves.sigmoid(scores[at + 2]));
        }
    }

    @Override
    public void predict(float[] scores, int at, float[] predictions, int to) {
        double sigma = sigma(scores[at + 2]);
        predictions[to] = (float) (Curves.sigmoid(scores[at]) * Curves.cappedExp(scores[at + 1] + sigma * sigma / 2));
    }

    @Override
    public Prior prior() {
        return new ZeroInflated(this);
    }

    @Override
    public String complaint(float label) {
        return label >= 0 ? "" : "a zero-inflated-log-normal label must be 0 or more, got " + label;
    }
}
