package io.thalweg.learn;

/**
 * Says that from here on a task is served by another of the networks that learn side by side.
 *
 * @param candidate its position in the configuration, from 0
 */
public record Reassignment(String task, int candidate) {}
