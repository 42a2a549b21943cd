package io.thalweg.learn;

import io.thalweg.batch.Batch;

/**
 * What one step said of its batch before it learned from it.
 *
 * @param version gradient steps taken before this one
 * @param predictions {@code [examples, outputs]} in the learned unit: a value, or class probabilities
 */
public record Step(Batch batch, long version, float[] predictions) {}
