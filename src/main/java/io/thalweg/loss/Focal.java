package io.thalweg.loss;

import io.thalweg.check.Require;

/**
 * Logistic loss of a 0/1 label in which easy examples count less (Lin, Goyal, Girshick, He and Dollár 2017, equation
 * 4): {@code -(1 - q)^gamma log q}, {@code q} being the sigmoid of the score for label 1 and of its negative for label
 * 0. One score; with {@code gamma} 0 it is {@link Logistic}. Their alpha, a weight of the positives, is left to weights
 * of events.
 *
 * <p>It is least at a {@code q} that is not the probability, but from which that can be told in closed form
 * (Charoenphakdee, Vongkulbhisal, Chairatanakul and Sugiyama 2021). The prediction is the probability told so, and it
 * is that which the task is judged by, in nats.
 */
public record Focal(double gamma) implements Loss {
    private static final double FAR = 40; // from where on e^z log(1 + e^-z) is 1 in double precision
    private static final int ROUNDS = 15; // each leaves less than an eighth of the error

    public Focal {
        Require.that(gamma >= 0 && gamma <= 10, "focal gamma must be from 0 to 10, got %s", gamma);
    }

    @Override
    public Meaning meaning() {
        return Meaning.PROBABILITY;
    }

    @Override
    public double value(float[] scores, int at, float label) {
        double z = forLabel(scores[at], label);
        return StrictMath.exp(-gamma * Curves.softplus(z)) * Curves.softplus(-z);
    }

    @Override
    public void slope(float[] scores, int at, float label, float scale, float[] slopes, int to) {
        double z = forLabel(scores[at], label);
        double ease = StrictMath.exp(-gamma * Curves.softplus(z));
        double slope = -ease * (gamma * Curves.sigmoid(z) * Curves.softplus(-z) + Curves.sigmoid(-z));
        slopes[to] = (float) (scale * forLabel(slope, label));
    }

    @Override
    public void predict(float[] scores, int at, float[] predictions, int to) {
        predictions[to] = (float) Curves.sigmoid(logit(scores[at]));
    }

    @Override
    public double judge(float[] scores, int at, float label) {
        return Curves.softplus(-forLabel(logit(scores[at]), label));
    }

    @Override
    public Prior prior() {
        return ClassRates.ofTwo(this::score);
    }

    @Override
    public String complaint(float label) {
        return label == 0 || label == 1 ? "" : "a focal label must be 0 or 1, got " + label;
    }

    private static double forLabel(double number, float label) {
        return label == 1 ? number : -number;
    }

    /** Log-odds of 1 where the expected loss is least at {@code score}; strictly increasing. */
    double logit(double score) {
        return (1 + gamma) * score + StrictMath.log1p(gamma * bend(-score)) - StrictMath.log1p(gamma * bend(score));
    }

    /** The score of these log-odds: {@link #logit} is so nearly a line that its slope far out serves everywhere. */
    double score(double logit) {
        double score = logit / (1 + gamma);
        for (int round = 0; round < ROUNDS; round++) {
            score += (logit - logit(score)) / (1 + gamma);
        }
        return score;
    }

    private static double bend(double z) {
        return z > FAR ? 1 : StrictMath.exp(z) * Curves.softplus(-z);
    }
}
