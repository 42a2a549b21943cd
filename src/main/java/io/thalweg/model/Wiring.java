package io.thalweg.model;

import io.thalweg.feature.FeatureMap;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Where each feature's numbers go: which table holds its rows, and where in a branch's input its embedding stands. All
 * branches have the same inputs: embeddings, then numbers.
 *
 * @param dimensions length of the embeddings of each table, ascending; a single 0 for a linear model
 * @param slots of the categorical features, then of the sequences
 * @param numbers how many numeric features
 * @param inputs width of a branch's input without the column of ones
 */
record Wiring(List<Integer> dimensions, List<Slot> slots, int numbers, int inputs) {
    /** Which table a feature's rows are in, and at which input column its embedding begins. */
    record Slot(int table, int column) {}

    static Wiring of(FeatureMap map, boolean linear) {
        List<Integer> lengths = new ArrayList<>();
        map.categoricals().forEach(feature -> lengths.add(linear ? 0 : feature.dimension()));
        map.sequences().forEach(feature -> lengths.add(linear ? 0 : feature.dimension()));
        List<Integer> dimensions = List.copyOf(new TreeSet<>(lengths));
        List<Slot> slots = new ArrayList<>();
        int next = 0;
        for (int length : lengths) {
            slots.add(new Slot(dimensions.indexOf(length), next));
            next += length;
        }
        int numbers = map.numerics().size();
        return new Wiring(dimensions, slots, numbers, next + numbers);
    }

    int firstNumber() {
        return inputs - numbers;
    }
}
