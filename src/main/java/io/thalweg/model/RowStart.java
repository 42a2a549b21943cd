package io.thalweg.model;

import io.thalweg.optimiser.Optimiser;
import io.thalweg.tensor.Draws;
import io.thalweg.tensor.Region;

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

    /** Writes the parameters, and the state beside them, from {@code at} on. */
    void stage(int bucket, float[] parameters, float[][] state, int at) {
        for (int i = 0; i < width; i++) {
            parameters[at + i] = parameter(bucket, i);
            for (int slot = 0; slot < state.length; slot++) {
                state[slot][at + i] = optimiser.initial(slot, parameters[at + i]);
            }
        }
    }

    /** Makes the columns in {@code [from, to)} of a table's row what they begin as, with the state beside them. */
    void reset(Region table, int row, int bucket, int from, int to) {
        int stride = width * (1 + optimiser.slots());
        float[] begun = new float[stride];
        write(begun, 0, bucket);
        for (int part = 0; part < stride; part += width) {
            table.take(row * stride + part + from, begun, part + from, to - from);
        }
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
