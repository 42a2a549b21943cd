package io.thalweg.model;

import io.thalweg.tensor.Matrix;

/**
 * The dense parameters and their gradient outside of the heap, where the products are: two vectors, views for layers.
 */
final class NativeMirror {
    private final Parameters parameters;
    private final Matrix values;
    private final Matrix gradient;

    NativeMirror(Parameters parameters) {
        this.parameters = parameters;
        values = Matrix.zeros(1, parameters.values().length);
        gradient = Matrix.zeros(1, parameters.values().length);
    }

    Matrix weights(Layer layer) {
        return values.window(layer.at(), layer.inputs() + 1, layer.outputs());
    }

    Matrix slopes(Layer layer) {
        return gradient.window(layer.at(), layer.inputs() + 1, layer.outputs());
    }

    /** Shows moved parameters to the products. */
    void publish() {
        values.put(parameters.values());
    }

    /** Takes the gradient that the products have left. */
    void collect() {
        gradient.get(parameters.gradient());
    }
}
