package io.thalweg.model;

import io.thalweg.tensor.Draws;
import java.util.List;

/**
 * One fully connected layer: {@code [inputs + 1, outputs]} weights, the last row being the bias, from {@code at} on in
 * the dense parameters.
 */
record Layer(String name, int inputs, int outputs, int at) {
    int length() {
        return (inputs + 1) * outputs;
    }

    int end() {
        return at + length();
    }

    /**
     * Takes the weights over from the layer that this one was: rows and columns by where they stood, and the biases.
     */
    void inherit(Parameters parameters, Layer old, Parameters from, int[] rows, List<Run> columns) {
        for (int row = 0; row <= inputs; row++) {
            int origin = row == inputs ? old.inputs : rows[row];
            if (origin >= 0) {
                for (Run run : columns) {
                    int start = old.at + origin * old.outputs + run.from();
                    parameters.take(at + row * outputs + run.to(), from, start, run.length());
                }
            }
        }
    }

    /** Uniform as He et al. (2015) have it for rectified units; the bias begins at 0. */
    void initialise(float[] values, long seed) {
        Draws draws = Draws.of(seed, name);
        float largest = (float) Math.sqrt(6.0 / inputs);
        for (int i = 0; i < inputs * outputs; i++) {
            values[at + i] = largest * draws.symmetric(i);
        }
    }
}
