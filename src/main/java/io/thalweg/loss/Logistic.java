package io.thalweg.loss;

/** Logistic loss of a 0/1 label; the score is a logit. */
public record Logistic() implements Loss {
    @Override
    public Meaning meaning() {
        return Meaning.PROBABILITY;
    }

    @Override
    public double value(float[] scores, int at, float label) {
        return Curves.softplus(label == 1 ? -scores[at] : scores[at]);
    }

    @Override
    public void slope(float[] scores, int at, float label, float scale, float[] slopes, int to) {
        slopes[to] = (float) (scale * (Curves.sigmoid(scores[at]) - label));
    }

    @Override
    public void predict(float[] scores, int at, float[] predictions, int to) {
        predictions[to] = (float) Curves.sigmoid(scores[at]);
    }

    @Override
    public Prior prior() {
        return ClassRates.ofTwo(logit -> logit);
    }

    @Override
    public String complaint(float label) {
        return label == 0 || label == 1 ? "" : "a logistic label must be 0 or 1, got " + label;
    }
}
