package io.thalweg.lane;

/**
 * How many records of each kind a lane has seen; {@code pending} of the learned ones still wait in a buffer. Refused
 * ones are no learned ones: they would have spoiled the model.
 */
public record Totals(
        long learned, long pending, long requests, long duplicates, long refused, long ticks, long snapshots) {}
