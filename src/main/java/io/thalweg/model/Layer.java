package io.thalweg.model;

import io.thalweg.tensor.Draws;

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

    /** Uniform as He et al. (2015) have it for rectified units; the bias begins at 0. */
    void initialise(float[] values, long seed) {
        Draws draws = Draws.of(seed, name);
        float largest = (float) Math.sqrt(6.0 / inputs);
        for (int i = 0; i < inputs * outputs; i++) {
            values[at + i] = largest * draws.symmetric(i);
        }
    }
}
