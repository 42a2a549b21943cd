package io.thalweg.loss;

/**
 * How wrong one prediction is. Scores are raw network outputs (a logit for {@link Logistic}), never probabilities; they
 * stand in {@code scores[at .. at + outputs())}.
 */
public sealed interface Loss permits Logistic, Squared, Huber, Softmax {
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
}
