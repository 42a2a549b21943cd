package io.thalweg.onnx;

import static onnx.Onnx.TensorProto.DataType.DOUBLE;
import static onnx.Onnx.TensorProto.DataType.FLOAT;
import static onnx.Onnx.TensorProto.DataType.INT64;

import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.lane.FrozenKeys;
import io.thalweg.lane.Reading;
import io.thalweg.learn.NumberScale;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One input of the graph for each feature, and what the network reads of it. */
final class Inputs {
    private final GraphWriter graph;
    private final FeatureMap map;
    private final Reading reading;
    private final List<String> buckets = new ArrayList<>();
    private final List<Items> sequences = new ArrayList<>();
    private final @Nullable String numbers;

    /**
     * A sequence.
     *
     * @param buckets {@code [batch, length]}, of anything behind its end
     * @param mask {@code [batch, length]}, 1 for an item and 0 behind the last one
     * @param counts {@code [batch, 1]} how many items there are
     */
    record Items(String buckets, String mask, String counts) {}

    Inputs(GraphWriter graph, FeatureMap map, Reading reading, List<NumberScale> scales) {
        this.graph = graph;
        this.map = map;
        this.reading = reading;
        map.features().forEach(feature -> graph.take(feature.name()));
        map.categoricals().forEach(feature -> buckets.add(bucket(feature)));
        map.sequences().forEach(feature -> sequences.add(items(feature)));
        List<String> columns = map.numbers().stream().map(this::column).toList();
        numbers = columns.isEmpty() ? null : scaled(graph.join(columns, 1), scales);
    }

    /** Of a slot that is a categorical feature's: {@code [batch]}. */
    String bucket(int slot) {
        return buckets.get(slot);
    }

    boolean isSequence(int slot) {
        return slot >= buckets.size();
    }

    /** Of a slot that is a sequence's. */
    Items sequence(int slot) {
        return sequences.get(slot - buckets.size());
    }

    /** As the network reads them, {@code [batch, numbers]}; null if there are none. */
    @Nullable
    String numbers() {
        return numbers;
    }

    private String bucket(Feature.Categorical feature) {
        String id = graph.input(feature.name(), INT64, 0, Recipe.id(map.buckets()));
        String bucket = lowBits(id, map.buckets());
        if (!(feature instanceof Feature.Count count)) {
            return bucket;
        }
        FrozenKeys.OfCounts counts = reading.frozen(count);
        long[] ofCounts = new long[counts.buckets().length];
        for (int key = 0; key < ofCounts.length; key++) {
            ofCounts[key] = counts.buckets()[key];
        }
        return graph.node("Gather", graph.longs(ofCounts, ofCounts.length), bucket);
    }

    private String lowBits(String id, int count) {
        return graph.node("BitwiseAnd", id, graph.longs(new long[] {count - 1}));
    }

    private Items items(Feature.Sequence feature) {
        String ids = graph.input(feature.name(), INT64, feature.length(), Recipe.ids(map.buckets()));
        String mask = graph.cast(graph.node("GreaterOrEqual", ids, graph.longs(new long[] {0})), FLOAT);
        return new Items(lowBits(ids, map.buckets()), mask, graph.reduce("ReduceSum", mask, 1, true));
    }

    private String column(Feature.Numbers feature) {
        if (feature instanceof Feature.Rate rate) {
            FrozenKeys.OfRates rates = reading.frozen(rate);
            int keys = rates.rates().length;
            String id = graph.input(feature.name(), INT64, 0, Recipe.id(keys));
            return graph.stretch(graph.node("Gather", graph.floats(rates.rates(), keys), lowBits(id, keys)), 1);
        }
        boolean isArray = feature instanceof Feature.Array;
        Feature.Numeric how = isArray ? ((Feature.Array) feature).all() : (Feature.Numeric) feature;
        int width = isArray ? ((Feature.Array) feature).length() : 0;
        String number = graph.input(feature.name(), DOUBLE, width, Recipe.NUMBER);
        String column = isArray ? number : graph.stretch(number, 1);
        return graph.cast(how.log1p() ? log1p(column) : column, FLOAT);
    }

    /** Of nothing where there is no number. */
    private String log1p(String number) {
        String positive = graph.node("Max", number, graph.number(0));
        String log = graph.node("Log", graph.node("Add", positive, graph.number(1)));
        return graph.node("Where", isKnown(number), log, number);
    }

    private String isKnown(String number) {
        return graph.node("Equal", number, number);
    }

    private String scaled(String numbers, List<NumberScale> scales) {
        String raw = graph.cast(numbers, DOUBLE);
        String distance = graph.node(
                "Sub", raw, row(scales.stream().mapToDouble(NumberScale::centre).toArray()));
        String spreads = graph.node(
                "Div",
                distance,
                row(scales.stream().mapToDouble(NumberScale::spread).toArray()));
        double[] farthest = scales.stream().mapToDouble(NumberScale::farthest).toArray();
        double[] lowest =
                scales.stream().mapToDouble(scale -> -scale.farthest()).toArray();
        String bounded = graph.node("Max", graph.node("Min", spreads, row(farthest)), row(lowest));
        return graph.cast(graph.node("Where", isKnown(raw), bounded, graph.number(0)), FLOAT);
    }

    private String row(double[] numbers) {
        return graph.doubles(numbers, 1, numbers.length);
    }
}
