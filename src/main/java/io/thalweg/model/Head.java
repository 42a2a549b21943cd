package io.thalweg.model;

import java.util.List;

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

    private boolean allPresent(boolean[] present) {
        for (int task : tasks) {
            if (!present[task]) {
                return false;
            }
        }
        return true;
    }
}
