package io.thalweg.loss;

/**
 * Loss of a support vector machine (Cortes and Vapnik 1995, section 3): {@code max(0, 1 - y s)} with {@code y} = -1 for
 * label 0 and 1 for label 1. One score: the margin.
 *
 * <p>The prediction is the margin itself, above 0 for class 1. It orders events as well as a logit does, but is no
 * probability: the least expected loss is at the sign of the more probable class, however probable that is (Bartlett
 * and Tewari 2007). Where chances are wanted, {@link Logistic} has them.
 */
public record Hinge() implements Loss {
    @Override
    public Meaning meaning() {
        return Meaning.MARGIN;
    }

    @Override
    public double value(float[] scores, int at, float label) {
        return Math.max(0, 1 - (double) sign(label) * scores[at]);
    }

    /** That of the flat side where the two meet. */
    @Override
    public void slope(float[] scores, int at, float label, float scale, float[] slopes, int to) {
        slopes[to] = sign(label) * scores[at] < 1 ? -scale * sign(label) : 0;
    }

    @Override
    public void predict(float[] scores, int at, float[] predictions, int to) {
        predictions[to] = scores[at];
    }

    @Override
    public Prior prior() {
        return new Majority();
    }

    @Override
    public String complaint(float label) {
        return label == 0 || label == 1 ? "" : "a hinge label must be 0 or 1, got " + label;
    }

    private static float sign(float label) {
        return label == 0 ? -1 : 1;
    }
}
