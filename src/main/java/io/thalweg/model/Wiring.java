package io.thalweg.model;

import io.thalweg.encoder.Encoded;
import io.thalweg.encoder.ImageConv;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where each feature's numbers go: where in a branch's input they stand. All branches have the same inputs: embeddings,
 * then numbers, then what is made of encoded sequences and images.
 *
 * @param dimensions the lengths of embeddings that occur, ascending; none for a linear model
 * @param slots of the categorical features, then of the sequences
 * @param encoded what is encoded: sequences, then images; none for a linear model
 * @param stretches of the numbers, in order
 * @param plain width of a branch's input without what is encoded and without the column of ones
 */
public record Wiring(
        List<Integer> dimensions, List<Slot> slots, List<Encoded> encoded, List<Stretch> stretches, int plain) {
    private static final int NOT_ENCODED = -1;

    /**
     * How long a feature's embedding is, and the input columns that are made of it.
     *
     * @param encoded its position among what is encoded, or -1
     */
    public record Slot(int dimension, int width, int column, int encoded) {}

    /**
     * Numbers that stand side by side, those of an image or any others, and the input columns that are made of them.
     *
     * @param first position among all numbers
     * @param encoded position of the image among what is encoded, or -1
     */
    public record Stretch(int first, int count, int width, int column, int encoded) {}

    static Wiring of(FeatureMap map, boolean linear) {
        Drawing drawing = new Drawing(map, linear);
        drawing.addCategoricals();
        drawing.addSequences();
        drawing.addNumbers();
        TreeSet<Integer> dimensions = new TreeSet<>();
        drawing.slots.forEach(slot -> dimensions.add(slot.dimension()));
        return new Wiring(
                linear ? List.of() : List.copyOf(dimensions),
                drawing.slots,
                drawing.encoded,
                drawing.stretches,
                drawing.plain);
    }

    /** Where the next numbers go. */
    private static final class Drawing {
        private final FeatureMap map;
        private final boolean linear;
        private final int plain;
        private final List<Slot> slots = new ArrayList<>();
        private final List<Encoded> encoded = new ArrayList<>();
        private final List<Stretch> stretches = new ArrayList<>();
        private int next; // among the columns that are not encoded
        private int end; // behind all columns so far

        Drawing(FeatureMap map, boolean linear) {
            this.map = map;
            this.linear = linear;
            int embedded = 0;
            for (Feature.Categorical feature : map.categoricals()) {
                embedded += feature.dimension();
            }
            for (Feature.Sequence feature : map.sequences()) {
                embedded += feature.isEncoded() ? 0 : feature.dimension();
            }
            int numbers = 0;
            for (Feature.Numbers feature : map.numbers()) {
                numbers += feature instanceof Feature.Image && !linear
                        ? 0
                        : feature.parts().size();
            }
            plain = numbers + (linear ? 0 : embedded);
            end = plain;
        }

        void addCategoricals() {
            map.categoricals().forEach(feature -> addPooled(feature.dimension()));
        }

        private void addPooled(int dimension) {
            int width = linear ? 0 : dimension;
            slots.add(new Slot(width, width, next, NOT_ENCODED));
            next += width;
        }

        void addSequences() {
            for (Feature.Sequence feature : map.sequences()) {
                if (linear || !feature.isEncoded()) {
                    addPooled(feature.dimension());
                } else {
                    int candidate = feature.encoder().readsCandidate()
                            ? slots.get(map.candidate(feature)).column()
                            : Encoded.NONE;
                    int dimension = feature.dimension();
                    int column = end;
                    addEncoded(new Encoded(feature.name(), feature.encoder(), feature.length(), dimension, candidate));
                    slots.add(new Slot(dimension, end - column, column, encoded.size() - 1));
                }
            }
        }

        private void addEncoded(Encoded one) {
            encoded.add(one);
            end += one.width();
        }

        void addNumbers() {
            int first = 0;
            for (Feature.Numbers feature : map.numbers()) {
                int count = feature.parts().size();
                if (feature instanceof Feature.Image image && !linear) {
                    int column = end;
                    ImageConv encoder = image.encoder();
                    addEncoded(new Encoded(image.name(), encoder, encoder.pixels(), encoder.channels(), Encoded.NONE));
                    stretches.add(new Stretch(first, count, end - column, column, encoded.size() - 1));
                } else {
                    stretches.add(new Stretch(first, count, count, next, NOT_ENCODED));
                    next += count;
                }
                first += count;
            }
        }
    }

    /** How many numbers there are. */
    public int numbers() {
        return stretches.stream().mapToInt(Stretch::count).sum();
    }

    /** The stretch that a number is in. */
    Stretch stretch(int number) {
        return stretches.stream()
                .filter(one -> number < one.first() + one.count())
                .findFirst()
                .orElseThrow();
    }

    /** Width of a branch's input without the column of ones. */
    int inputs() {
        return plain + encoded.stream().mapToInt(Encoded::width).sum();
    }

    /** Of a branch's input columns, each by its feature and its place in what is made of that. */
    List<String> inputNames(FeatureMap map) {
        String[] names = new String[inputs()];
        List<Feature> embedded = Stream.of(map.categoricals(), map.sequences())
                .<Feature>flatMap(List::stream)
                .toList();
        for (int i = 0; i < embedded.size(); i++) {
            name(names, embedded.get(i), slots.get(i).column(), slots.get(i).width());
        }
        for (int i = 0; i < stretches.size(); i++) {
            Feature feature = map.numbers().get(i);
            name(names, feature, stretches.get(i).column(), stretches.get(i).width());
        }
        return List.of(names);
    }

    private static void name(String[] names, Feature feature, int column, int width) {
        for (int i = 0; i < width; i++) {
            names[column + i] = feature.name() + ' ' + i;
        }
    }
}
