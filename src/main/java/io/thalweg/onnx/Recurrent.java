package io.thalweg.onnx;

import io.thalweg.encoder.Gru;
import io.thalweg.encoder.Lstm;

/**
 * A recurrent layer in ONNX's arrangement of gates and weights.
 *
 * @param ofInputs {@code [gates, units, inputs]}
 * @param ofState {@code [gates, units, units]}
 * @param biases {@code [2, gates, units]}, the second half 0
 */
record Recurrent(String operator, int gates, int units, int inputs, float[] ofInputs, float[] ofState, float[] biases) {
    /** How much memory ONNX's formulas keep where ours move: {@code 1 - z = sigmoid(-x)}. */
    private static final int[] GRU_SIGNS = {-1, 1, 1};

    private static final int[] GRU_GATES = {0, 1, 2}; // z, r, c
    private static final int[] LSTM_GATES = {0, 2, 1, 3}; // i, o, f, g of our i, f, o, g
    private static final int LSTM_FORGETS = 2; // among ONNX's

    static Recurrent of(Gru gru, int dimension, float[] weights) {
        return arranged("GRU", gru.units(), dimension, weights, GRU_GATES).signed(GRU_SIGNS);
    }

    static Recurrent of(Lstm lstm, int dimension, float[] weights) {
        Recurrent layer = arranged("LSTM", lstm.units(), dimension, weights, LSTM_GATES);
        for (int unit = 0; unit < lstm.units(); unit++) {
            layer.biases[LSTM_FORGETS * lstm.units() + unit] += 1;
        }
        return layer;
    }

    /**
     * @param weights {@code [dimension + units + 1, gates * units]}, the bias last; taken in the order of {@code from}
     */
    private static Recurrent arranged(String operator, int units, int dimension, float[] weights, int[] from) {
        int gates = from.length;
        float[] ofInputs = new float[gates * units * dimension];
        float[] ofState = new float[gates * units * units];
        float[] biases = new float[2 * gates * units];
        for (int row = 0; row < gates * units; row++) {
            int column = from[row / units] * units + row % units;
            for (int i = 0; i < dimension; i++) {
                ofInputs[row * dimension + i] = weights[i * gates * units + column];
            }
            for (int i = 0; i < units; i++) {
                ofState[row * units + i] = weights[(dimension + i) * gates * units + column];
            }
            biases[row] = weights[(dimension + units) * gates * units + column];
        }
        return new Recurrent(operator, gates, units, dimension, ofInputs, ofState, biases);
    }

    private Recurrent signed(int[] signs) {
        for (int row = 0; row < gates * units; row++) {
            int sign = signs[row / units];
            multiply(ofInputs, row * inputs, inputs, sign);
            multiply(ofState, row * units, units, sign);
            biases[row] *= sign;
        }
        return this;
    }

    private static void multiply(float[] numbers, int at, int count, int by) {
        for (int i = at; i < at + count; i++) {
            numbers[i] *= by;
        }
    }
}
