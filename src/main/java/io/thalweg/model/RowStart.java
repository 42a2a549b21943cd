package io.thalweg.model;

import io.thalweg.optimiser.Optimiser;
import io.thalweg.tensor.Draws;

/**
 * What a row of a table begins with: random parameters up to {@code largest}, by its bucket, and the optimiser's state
 * of what has not moved yet.
 *
 * @param width parameters in a row
 */
record RowStart(int width, float largest, Draws draws, Optimiser optimiser) {
    float parameter(int bucket, int column) {
        return largest == 0 ? 0 : largest * draws.symmetric((long) bucket * width + column);
    }

    /** Writes {@code [parameters | state 0 | state 1 ...]} from {@code at} on. */
    void write(float[] rows, int at, int bucket) {
        for (int i = 0; i < width; i++) {
            float value = parameter(bucket, i);
            rows[at + i] = value;
            for (int slot = 0; slot < optimiser.slots(); slot++) {
                rows[at + (slot + 1) * width + i] = optimiser.initial(slot, value);
            }
        }
    }
}
