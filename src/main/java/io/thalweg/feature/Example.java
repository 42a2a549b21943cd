package io.thalweg.feature;

import io.thalweg.ingest.Source;
import org.jspecify.annotations.Nullable;

/**
 * One event as the learner sees it, and as the train log keeps it. Arrays are shared, not copied: whoever makes an
 * example gives them away.
 *
 * @param layout {@link FeatureMap#fingerprint()} of the map that made it
 * @param key the event id in UTF-8, or null where none is configured
 * @param time event time in epoch milliseconds
 * @param categories bucket of each of {@link FeatureMap#categoricals()}
 * @param sequences buckets of each of {@link FeatureMap#sequences()}, oldest first
 * @param numbers value of each of {@link FeatureMap#numerics()}, NaN where there is none; of rates as
 *     {@link Feature.Rate} says
 * @param tasks positions of the tasks that its topic speaks of, ascending
 * @param labels label of each of {@code tasks} in its own unit, NaN where it is unknown; empty for a request
 * @param weights weight of each label; empty when all are 1
 */
public record Example(
        int layout,
        byte @Nullable [] key,
        long time,
        Source source,
        int[] categories,
        int[][] sequences,
        float[] numbers,
        int[] tasks,
        float[] labels,
        float[] weights) {
    /** Whether it asks for scores only: no label at all. */
    public boolean isRequest() {
        return labels.length == 0;
    }

    /** Takes a task and its label in the label's own unit. */
    public interface LabelVisitor {
        void visit(int task, float label);
    }

    /** Shows the labels that are known, in the order of {@link #tasks()}. */
    public void visitLabels(LabelVisitor visitor) {
        for (int i = 0; i < labels.length; i++) {
            if (!Float.isNaN(labels[i])) {
                visitor.visit(tasks[i], labels[i]);
            }
        }
    }

    /** Weight of the label at {@code index} in {@link #labels()}. */
    public float weight(int index) {
        return weights.length == 0 ? 1 : weights[index];
    }

    /** The same event with other buckets. */
    public Example withCategories(int[] others) {
        return new Example(layout, key, time, source, others, sequences, numbers, tasks, labels, weights);
    }

    /** The same event with other numbers. */
    public Example withNumbers(float[] others) {
        return new Example(layout, key, time, source, categories, sequences, others, tasks, labels, weights);
    }
}
