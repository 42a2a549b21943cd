package io.thalweg.loss;

import io.thalweg.check.Require;

/**
 * How wrong one prediction is. Scores are raw network outputs (a logit for {@link Logistic}), never probabilities; they
 * stand in {@code scores[at .. at + outputs())}.
 */
public sealed interface Loss {
    /** Whether the label is one of finitely many classes; a value otherwise. */
    boolean isClassification();

    /** Raw scores per example. */
    default int outputs() {
        return 1;
    }

    /** Loss in nats for classes, in squared (or clipped) label units otherwise. */
    double value(float[] scores, int at, float label);

    /** Writes {@code scale} times the slope of {@link #value} in each score to {@code slopes[to ..]}. */
    void slope(float[] scores, int at, float label, float scale, float[] slopes, int to);

    /** Writes what the scores say in the label's terms: a value, a probability, or one probability per class. */
    void predict(float[] scores, int at, float[] predictions, int to);

    /** Why {@code label} cannot be learned from with this loss, or an empty text. */
    default String complaint(float label) {
        return "";
    }

    /** Logistic loss of a 0/1 label; the score is a logit. */
    record Logistic() implements Loss {
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

    /** Half the squared error; the score is the label's expectation. */
    record Squared() implements Loss {
        @Override
        public boolean isClassification() {
            return false;
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
    }

    /** Squared up to {@code delta}, linear beyond it, so that one outlier cannot throw the model (Huber 1964). */
    record Huber(double delta) implements Loss {
        public Huber {
            Require.that(delta > 0 && delta < Double.POSITIVE_INFINITY, "huber delta must be positive, got %s", delta);
        }

        @Override
        public boolean isClassification() {
            return false;
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
    }

    /** Multinomial logistic loss; the label is a class number from 0 to {@code classes - 1}. */
    record Softmax(int classes) implements Loss {
        public Softmax {
            Require.that(classes >= 2 && classes <= 1_000, "softmax classes must be 2 to 1000, got %d", classes);
        }

        @Override
        public boolean isClassification() {
            return true;
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
}
