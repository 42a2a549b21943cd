package io.thalweg.model;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The layers behind the trunk that end in scores. Without layers of their own all tasks of a branch are one head, which
 * is one wide product; with such layers each task is a head.
 *
 * @param outputs positions of its scores among all scores, ascending
 * @param tasks the task of each of {@code outputs}
 */
record Head(List<Layer> layers, int[] outputs, int[] tasks) {
    boolean isPresent(boolean[] present) {
        for (int task : tasks) {
            if (present[task]) {
                return true;
            }
        }
        return false;
    }

    /** Moves the parameters of the present tasks. */
    void step(Parameters parameters, boolean[] present) {
        if (!isPresent(present)) {
            return;
        }
        if (allPresent(present)) {
            parameters.step(layers.get(0).at(), layers.get(layers.size() - 1).end());
            return;
        }
        Layer only = layers.get(0); // several tasks share a head only when it is a single layer
        for (int row = 0; row <= only.inputs(); row++) {
            for (int column = 0; column < tasks.length; column++) {
                if (present[tasks[column]]) {
                    int at = only.at() + row * only.outputs() + column;
                    parameters.step(at, at + 1);
                }
            }
        }
    }

    /**
     * Takes the layers over from a head that had some of these tasks; from any other, nothing.
     *
     * @param rows of the first layer: where they stood
     * @param origins of all scores: where they stood
     */
    void inherit(Parameters parameters, Head old, Parameters from, int[] rows, int[] origins) {
        List<Run> columns = Run.of(columns(old, origins));
        int[] inputs = rows;
        for (int i = 0; i < layers.size() && !columns.isEmpty(); i++) {
            Layer layer = layers.get(i);
            int[] unmoved = Inheritance.unmoved(layer.outputs());
            boolean last = i == layers.size() - 1;
            layer.inherit(parameters, old.layers.get(i), from, inputs, last ? columns : Run.of(unmoved));
            inputs = unmoved;
        }
    }

    /** Where each of the scores stood among those of the old head. */
    private int[] columns(Head old, int[] origins) {
        List<Integer> before = IntStream.of(old.outputs).boxed().toList();
        return IntStream.of(outputs)
                .map(output -> before.indexOf(origins[output]))
                .toArray();
    }

    private boolean allPresent(boolean[] present) {
        for (int task : tasks) {
            if (!present[task]) {
                return false;
            }
        }
        return true;
    }
}
