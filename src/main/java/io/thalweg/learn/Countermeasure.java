package io.thalweg.learn;

import io.thalweg.drift.Reaction;

/**
 * Says that from here on something is done about a task whose loss has risen.
 *
 * @param reaction any but a note
 * @param version of the model that asked for it
 */
public record Countermeasure(String task, Reaction reaction, long version) {}
