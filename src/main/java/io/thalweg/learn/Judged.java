package io.thalweg.learn;

/**
 * A learned label beside what was said of it.
 *
 * @param loss what the task is judged by ({@link io.thalweg.loss.Loss#judge})
 * @param baseline the same if what is usual had been said
 * @param squaredError of the running mean; NaN for classes
 */
record Judged(float label, double loss, double baseline, double squaredError) {}
