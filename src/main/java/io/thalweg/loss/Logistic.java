package io.thalweg.loss;

/** Logistic loss of a 0/1 label; the score is a logit. */
public record Logistic() implements Loss {
    @Override
    public boolean isClassification() {
        return true;
    }

    @Override
    public double value(float[] scores, int at, float label) {
        double z = scores[at];
        return Math.max(z, 0) - z * label + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
    }

    @Override
    public void slope(float[] scores, int at, float label, float scale, float[] slopes, int to) {
        slopes[to] = (float) (scale * (sigmoid(scores[at]) - label));
    }

    @Override
    public void predict(float[] scores, int at, float[] predictions, int to) {
        predictions[to] = (float) sigmoid(scores[at]);
    }

    @Override
    public String complaint(float label) {
        return label == 0 || label == 1 ? "" : "a logistic label must be 0 or 1, got " + label;
    }

    private static double sigmoid(double z) {
        return 1 / (1 + StrictMath.exp(-z));
    }
}
