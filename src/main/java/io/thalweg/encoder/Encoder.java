package io.thalweg.encoder;

import io.thalweg.check.Require;
import java.util.List;

/**
 * Makes one row of numbers of a sequence's embeddings {@code e_1 .. e_n}, oldest first, each of {@code dimension}
 * numbers, or of an image's pixels. Of what stands behind {@code n} nothing is read, and an empty sequence is all
 * zeros. The events that a record carries are encoded anew each time: no state is kept from record to record, which
 * would be as old as its last event.
 */
public sealed interface Encoder permits Mean, Conv, Gru, Lstm, TargetAttention, ImageConv {
    /** The longest sequence that anything but {@link Mean} is allowed to read. */
    int LONGEST = 512;

    /** The most units of a layer. */
    int MOST_UNITS = 1_024;

    /** How many numbers it makes. */
    int width(int dimension);

    /** What it learns, in order. */
    List<Layer> layers(int dimension);

    /** Whether it compares the items with the embedding of the candidate, a categorical feature beside the sequence. */
    default boolean readsCandidate() {
        return false;
    }

    /** Weights {@code [inputs + 1, outputs]}, the last row being the bias. */
    record Layer(int inputs, int outputs) {}

    /** Throws {@link IllegalArgumentException} unless the setting {@code key} can be so many. */
    static void requireUnits(String key, int units) {
        Require.that(units >= 1 && units <= MOST_UNITS, "%s must be from 1 to %d, got %d", key, MOST_UNITS, units);
    }
}
