package io.thalweg.simulate;

/**
 * What a model that knows the truth would have reached on the same labels.
 *
 * @param labelled how many labels there were
 * @param error mean logloss in nats for classes, root of the mean squared error for values, in the learned unit
 */
public record Best(long labelled, double error) {}
