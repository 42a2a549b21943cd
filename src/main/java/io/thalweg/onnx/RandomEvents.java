package io.thalweg.onnx;

import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.ingest.Column;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.Observation;
import io.thalweg.ingest.ObservationBuilder;
import io.thalweg.ingest.Source;
import io.thalweg.lane.Reading;
import io.thalweg.learn.FrozenLearner;
import io.thalweg.learn.NumberScale;
import io.thalweg.model.FrozenTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Events as a configuration has them: with fields missing, numbers like those that were learned from and some far from
 * them, and values never seen, half of which are replaced by the buckets of values that were.
 */
final class RandomEvents {
    private static final Source NOWHERE = new Source("made up", 0, 0);
    private static final int VALUES = 1_000; // of a field
    private static final double[] EXTREMES = {0, -1, 1e-30, 1e9, -1e9, 1.8e19, -1.8e19};
    private static final int RARE = 8; // one in so many fields is missing, one in so many events extreme
    private static final double LARGEST_LOG = 44; // of what an event may have

    private final FeatureMap map;
    private final InputMap input;
    private final ObservationBuilder fields;
    private final List<int[]> known = new ArrayList<>(); // buckets of each slot that were learned of
    private final List<int[]> knownKeys = new ArrayList<>(); // of each number; none where it is no rate
    private final List<NumberScale> scales;
    private final Random random;
    private boolean isExtreme;

    RandomEvents(FeatureMap map, InputMap input, Reading reading, long seed) {
        this.map = map;
        this.input = input;
        fields = new ObservationBuilder(input);
        random = new Random(seed);
        FrozenLearner learner = reading.frozen();
        scales = learner.numbers();
        List<FrozenTable> tables = learner.networks().get(0).tables();
        List<int[]> learned = tables.stream().map(FrozenTable::learned).toList();
        for (int slot = 0; slot < map.categoricals().size() + map.sequences().size(); slot++) {
            boolean isCount =
                    slot < map.categoricals().size() && map.categoricals().get(slot) instanceof Feature.Count;
            known.add(
                    isCount
                            ? reading.frozen((Feature.Count) map.categoricals().get(slot))
                                    .seen()
                            : learned(tables, learned, slot));
        }
        map.numerics()
                .forEach(number -> knownKeys.add(
                        number instanceof Feature.Rate rate
                                ? reading.frozen(rate).seen()
                                : new int[0]));
    }

    private static int[] learned(List<FrozenTable> tables, List<int[]> learned, int slot) {
        return IntStream.range(0, tables.size())
                .filter(table -> IntStream.of(tables.get(table).slots()).anyMatch(one -> one == slot))
                .flatMap(table -> IntStream.of(learned.get(table)))
                .toArray();
    }

    /** Whether the next event is to have numbers far from what was learned from. */
    boolean isNextExtreme() {
        return random.nextInt(RARE) == 0;
    }

    /** The next event. */
    Observation next(boolean hasExtremes) {
        isExtreme = hasExtremes;
        fields.begin(input.topics().get(0));
        for (int column = 0; column < input.columns().size(); column++) {
            if (column == input.time() || random.nextInt(RARE) > 0) {
                tell(column);
            }
        }
        Observation observation = fields.look(NOWHERE);
        if (observation == null) {
            throw new IllegalStateException("a made-up event was refused: " + fields.build(NOWHERE));
        }
        return observation;
    }

    private void tell(int column) {
        Column.Kind kind = input.columns().get(column).kind();
        switch (kind) {
            case TEXT -> fields.text(column, value());
            case TEXTS -> {
                int count = random.nextInt(longest(column) + 2);
                fields.sequence(column, count);
                for (int i = 0; i < count; i++) {
                    byte[] text = value().getBytes(StandardCharsets.UTF_8);
                    fields.element(column, text, 0, text.length);
                }
            }
            case NUMBER -> fields.number(column, number(column, 0));
            case NUMBERS -> {
                int count = arrayLength(column);
                fields.array(column, count);
                IntStream.range(0, count).forEach(i -> fields.component(column, number(column, i)));
            }
            case TIME -> fields.time(column, time());
        }
    }

    private String value() {
        return "value " + random.nextInt(VALUES);
    }

    private long time() {
        long earliest = input.timeRule().earliest();
        return earliest + (long) (random.nextDouble() * (input.timeRule().latest() - earliest));
    }

    private int longest(int column) {
        return map.sequences().stream()
                .filter(sequence -> sequence.column() == column)
                .mapToInt(Feature.Sequence::length)
                .max()
                .orElse(0);
    }

    private int arrayLength(int column) {
        return map.arrays().stream()
                .filter(array -> array.all().column() == column)
                .mapToInt(Feature.Array::length)
                .findFirst()
                .orElse(0);
    }

    /** @param place in an array */
    private double number(int column, int place) {
        if (isExtreme && random.nextBoolean()) {
            return EXTREMES[random.nextInt(EXTREMES.length)];
        }
        int skip = place;
        for (int i = 0; i < map.numerics().size(); i++) {
            if (map.numerics().get(i) instanceof Feature.Numeric numeric && numeric.column() == column && skip-- == 0) {
                NumberScale scale = scales.get(i);
                double usual = scale.centre() + scale.spread() * random.nextGaussian();
                return numeric.log1p() ? StrictMath.expm1(Math.min(usual, LARGEST_LOG)) : usual;
            }
        }
        return random.nextGaussian();
    }

    /** Puts what was learned of in half the places. */
    void mixKnown(Example request) {
        int[] categories = request.categories();
        for (int slot = 0; slot < categories.length; slot++) {
            categories[slot] = mixed(categories[slot], known.get(slot));
        }
        for (int i = 0; i < request.sequences().length; i++) {
            int[] items = request.sequences()[i];
            for (int k = 0; k < items.length; k++) {
                items[k] = mixed(items[k], known.get(categories.length + i));
            }
        }
        for (int i = 0; i < request.numbers().length; i++) {
            if (knownKeys.get(i).length > 0) {
                request.numbers()[i] = mixed((int) request.numbers()[i], knownKeys.get(i));
            }
        }
    }

    private int mixed(int bucket, int[] others) {
        return others.length == 0 || random.nextBoolean() ? bucket : others[random.nextInt(others.length)];
    }
}
