package io.thalweg.loss;

/** Half the squared error; the score is the label's expectation. */
public record Squared() implements Loss {
    @Override
    public Meaning meaning() {
        return Meaning.VALUE;
    }

    @Override
    public double value(float[] scores, int at, float label) {
        double error = (double) scores[at] - label;
        return error * error / 2;
    }

    @Override
    public void slope(float[] scores, int at, float label, float scale, float[] slopes, int to) {
        slopes[to] = scale * (scores[at] - label);
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
