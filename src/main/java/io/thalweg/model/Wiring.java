package io.thalweg.model;

import io.thalweg.encoder.Encoded;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Where each feature's numbers go: where in a branch's input they stand. All branches have the same inputs: embeddings,
 * then numbers, then what is made of the encoded sequences.
 *
 * @param dimensions the lengths of embeddings that occur, ascending; none for a linear model
 * @param slots of the categorical features, then of the sequences
 * @param encoded the sequences that are encoded, in order; none for a linear model
 * @param numbers how many numeric features
 * @param plain width of a branch's input without what is encoded and without the column of ones
 */
record Wiring(List<Integer> dimensions, List<Slot> slots, List<Encoded> encoded, int numbers, int plain) {
    /**
     * How long a feature's embedding is, and the input columns that are made of it.
     *
     * @param encoded its position among the encoded sequences, or -1
     */
    record Slot(int dimension, int width, int column, int encoded) {}

    static Wiring of(FeatureMap map, boolean linear) {
        List<Slot> slots = new ArrayList<>();
        int next = 0;
        for (Feature.Categorical feature : map.categoricals()) {
            slots.add(pooled(linear ? 0 : feature.dimension(), next));
            next += linear ? 0 : feature.dimension();
        }
        int plain = next + map.numerics().size();
        for (Feature.Sequence feature : map.sequences()) {
            plain += linear || feature.isEncoded() ? 0 : feature.dimension();
        }
        List<Encoded> encoded = new ArrayList<>();
        int end = plain;
        for (Feature.Sequence feature : map.sequences()) {
            if (linear || !feature.isEncoded()) {
                slots.add(pooled(linear ? 0 : feature.dimension(), next));
                next += linear ? 0 : feature.dimension();
            } else {
                Encoded one = encoded(map, slots, feature);
                slots.add(new Slot(feature.dimension(), one.width(), end, encoded.size()));
                encoded.add(one);
                end += one.width();
            }
        }
        TreeSet<Integer> dimensions = new TreeSet<>();
        slots.forEach(slot -> dimensions.add(slot.dimension()));
        int numbers = map.numerics().size();
        return new Wiring(linear ? List.of() : List.copyOf(dimensions), slots, encoded, numbers, plain);
    }

    private static Slot pooled(int dimension, int column) {
        return new Slot(dimension, dimension, column, -1);
    }

    private static Encoded encoded(FeatureMap map, List<Slot> slots, Feature.Sequence feature) {
        int candidate = Encoded.NONE;
        if (feature.encoder().readsCandidate()) {
            candidate = slots.get(map.candidate(feature)).column();
        }
        return new Encoded(feature.name(), feature.encoder(), feature.length(), feature.dimension(), candidate);
    }

    /** Width of a branch's input without the column of ones. */
    int inputs() {
        return plain + encoded.stream().mapToInt(Encoded::width).sum();
    }

    int firstNumber() {
        return plain - numbers;
    }
}
