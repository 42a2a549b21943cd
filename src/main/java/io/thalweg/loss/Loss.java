package io.thalweg.loss;

/**
 * How wrong one prediction is. Scores are raw network outputs (a logit for {@link Logistic}), never probabilities; they
 * stand in {@code scores[at .. at + outputs())}.
 */
public sealed interface Loss
        permits Logistic, Squared, Huber, Softmax, Hinge, Focal, Poisson, Quantile, ZeroInflatedLogNormal {
    /** What {@link #predict} writes. */
    Meaning meaning();

    /** Whether the label is one of finitely many classes; a value otherwise. */
    default boolean isClassification() {
        return meaning() == Meaning.PROBABILITY || meaning() == Meaning.MARGIN;
    }

    /** Raw scores per example. */
    default int outputs() {
        return 1;
    }

    /** Loss in nats for probabilities, in what its record says otherwise. */
    double value(float[] scores, int at, float label);

    /** Writes {@code scale} times the slope of {@link #value} in each score to {@code slopes[to ..]}. */
    void slope(float[] scores, int at, float label, float scale, float[] slopes, int to);

    /**
     * Writes what the scores say in the label's terms: a probability for each of several classes, else one number, at
     * {@code to}.
     */
    void predict(float[] scores, int at, float[] predictions, int to);

    /** What a task is judged by: nats of the predicted probabilities where there are any, else {@link #value}. */
    default double judge(float[] scores, int at, float label) {
        return value(scores, at, label);
    }

    /** Where a task begins that has seen no label. */
    Prior prior();

    /** Why {@code label} cannot be learned from with this loss, or an empty text. */
    default String complaint(float label) {
        return "";
    }
}
