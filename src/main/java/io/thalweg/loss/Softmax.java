package io.thalweg.loss;

import io.thalweg.check.Require;

/** Multinomial logistic loss; the label is a class number from 0 to {@code classes - 1}. */
public record Softmax(int classes) implements Loss {
    public Softmax {
        Require.that(classes >= 2 && classes <= 1_000, "softmax classes must be 2 to 1000, got %d", classes);
    }

    @Override
    public Meaning meaning() {
        return Meaning.PROBABILITY;
    }

    @Override
    public int outputs() {
        return classes;
    }

    @Override
    public double value(float[] scores, int at, float label) {
        double top = top(scores, at);
        return top + StrictMath.log(partition(scores, at, top)) - scores[at + (int) label];
    }

    @Override
    public void slope(float[] scores, int at, float label, float scale, float[] slopes, int to) {
        predict(scores, at, slopes, to);
        for (int c = 0; c < classes; c++) {
            slopes[to + c] = scale * (slopes[to + c] - (c == (int) label ? 1 : 0));
        }
    }

    @Override
    public void predict(float[] scores, int at, float[] predictions, int to) {
        double top = top(scores, at);
        double partition = partition(scores, at, top);
        for (int c = 0; c < classes; c++) {
            predictions[to + c] = (float) (StrictMath.exp(scores[at + c] - top) / partition);
        }
    }

    @Override
    public Prior prior() {
        return ClassRates.ofMany(classes);
    }

    @Override
    public String complaint(float label) {
        return label >= 0 && label < classes && label == (int) label
                ? ""
                : "a softmax label must be a whole number from 0 to " + (classes - 1) + ", got " + label;
    }

    private double top(float[] scores, int at) {
        double top = scores[at];
        for (int c = 1; c < classes; c++) {
            top = Math.max(top, scores[at + c]);
        }
        return top;
    }

    private double partition(float[] scores, int at, double top) {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += StrictMath.exp(scores[at + c] - top);
        }
        return sum;
    }
}
