package io.thalweg.publish;

import org.jspecify.annotations.Nullable;

/**
 * What the model said of one event before it learned from it.
 *
 * @param key the event id in UTF-8
 * @param offset of the event in the train log
 * @param version gradient steps the model had taken
 * @param tasks names of the scored tasks, as the model that scored them calls them
 * @param scores of each of {@code tasks}: in the label's own unit, for two classes the probability of 1 or the margin,
 *     for more the most probable class
 * @param probabilities of each of {@code tasks} with more than two classes, else an empty array
 * @param labels of each of {@code tasks} in the label's own unit, NaN where unknown
 */
public record Prediction(
        byte @Nullable [] key,
        long eventTime,
        long offset,
        long version,
        String[] tasks,
        float[] scores,
        float[][] probabilities,
        float[] labels) {
    /** Whether there is something to read in it: not that of a model that has diverged. */
    public boolean isFinite() {
        boolean finite = true;
        for (float score : scores) {
            finite &= Float.isFinite(score);
        }
        return finite;
    }
}
