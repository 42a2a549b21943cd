package io.thalweg.model;

import io.thalweg.feature.FeatureMap;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Where each feature's numbers go: where in a branch's input its embedding stands. All branches have the same inputs:
 * embeddings, then numbers.
 *
 * @param dimensions the lengths of embeddings that occur, ascending; none for a linear model
 * @param slots of the categorical features, then of the sequences
 * @param numbers how many numeric features
 * @param inputs width of a branch's input without the column of ones
 */
record Wiring(List<Integer> dimensions, List<Slot> slots, int numbers, int inputs) {
    /** How long a feature's embedding is, and at which input column it begins. */
    record Slot(int dimension, int column) {}

    static Wiring of(FeatureMap map, boolean linear) {
        List<Integer> lengths = new ArrayList<>();
        map.categoricals().forEach(feature -> lengths.add(linear ? 0 : feature.dimension()));
        map.sequences().forEach(feature -> lengths.add(linear ? 0 : feature.dimension()));
        List<Slot> slots = new ArrayList<>();
        int next = 0;
        for (int length : lengths) {
            slots.add(new Slot(length, next));
            next += length;
        }
        int numbers = map.numerics().size();
        List<Integer> dimensions = linear ? List.of() : List.copyOf(new TreeSet<>(lengths));
        return new Wiring(dimensions, slots, numbers, next + numbers);
    }

    int firstNumber() {
        return inputs - numbers;
    }
}
