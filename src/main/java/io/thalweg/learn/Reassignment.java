package io.thalweg.learn;

/**
 * Says that from here on a task is served by another of the networks that learn side by side.
 *
 * @param candidate its position in the configuration, from 0
 * @param version of the model that asked for it
 */
public record Reassignment(String task, int candidate, long version) {}
