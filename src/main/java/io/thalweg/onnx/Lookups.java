package io.thalweg.onnx;

import static io.thalweg.onnx.GraphWriter.attribute;

import io.thalweg.model.FrozenNetwork;
import io.thalweg.model.FrozenTable;
import io.thalweg.model.Wiring;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the tables of a network know of the inputs' buckets, and where it goes together with the numbers. */
final class Lookups {
    private final GraphWriter graph;
    private final Inputs inputs;
    private final Wiring wiring;
    private final int outputs;
    private final Map<Integer, Row> embeddings = new TreeMap<>(); // by slot
    private final List<String> linear = new ArrayList<>(); // [batch, outputs] each

    /** Rows of one slot: {@code [batch, width]}, or {@code [batch, length, width]} of what is encoded. */
    private record Row(String value, int width) {}

    /**
     * What an encoder reads.
     *
     * @param values {@code [batch, places, numbers]}; of anything behind the last item
     * @param counts of a sequence's items; null for an image
     */
    record Encodable(String values, Inputs.@Nullable Items counts) {}

    Lookups(GraphWriter graph, Inputs inputs, FrozenNetwork network) {
        this.graph = graph;
        this.inputs = inputs;
        wiring = network.wiring();
        outputs = network.outputs().count();
        for (FrozenTable table : network.tables()) {
            String rows = graph.floats(table.rows(), table.buckets(), table.width());
            for (int slot : table.slots()) {
                if (table.isLinear()) {
                    linear.add(pooled(rows, slot));
                } else {
                    boolean isEncoded = wiring.slots().get(slot).encoded() >= 0;
                    String value = isEncoded ? look(rows, inputs.sequence(slot).buckets()) : pooled(rows, slot);
                    embeddings.put(slot, new Row(value, table.width()));
                }
            }
        }
        numbers(network.linear());
    }

    private String look(String rows, String buckets) {
        return graph.node("Gather", List.of(attribute("axis", 0L)), rows, buckets);
    }

    /** A categorical feature's row, or the mean of a sequence's. */
    private String pooled(String rows, int slot) {
        if (!inputs.isSequence(slot)) {
            return look(rows, inputs.bucket(slot));
        }
        Inputs.Items items = inputs.sequence(slot);
        String own = graph.node("Mul", look(rows, items.buckets()), graph.stretch(items.mask(), 2));
        String atLeastOne = graph.node("Max", items.counts(), graph.floats(new float[] {1}));
        return graph.node("Div", graph.reduce("ReduceSum", own, 1, false), atLeastOne);
    }

    /** Adds what the numbers' own weights, and the biases, say. */
    private void numbers(float[] weights) {
        int inputsOfEach = weights.length / outputs;
        float[] turned = new float[weights.length]; // [numbers + 1, outputs]
        for (int output = 0; output < outputs; output++) {
            for (int i = 0; i < inputsOfEach; i++) {
                turned[i * outputs + output] = weights[output * inputsOfEach + i];
            }
        }
        String numbers = inputs.numbers();
        linear.add(
                numbers == null || inputsOfEach == 1
                        ? graph.floats(turned, outputs)
                        : graph.layer(numbers, turned, outputs));
    }

    /** What all linear weights say, to be added up: each {@code [batch, outputs]} or {@code [outputs]}. */
    List<String> linear() {
        return linear;
    }

    /** The inputs of the layers that a set of embeddings has, without what is encoded. */
    String plain(int set) {
        Map<Integer, String> byColumn = new TreeMap<>();
        embeddings.forEach((slot, row) -> {
            Wiring.Slot at = wiring.slots().get(slot);
            if (at.encoded() < 0) {
                byColumn.put(at.column(), ofSet(row, set, at.dimension(), 1));
            }
        });
        for (Wiring.Stretch stretch : wiring.stretches()) {
            if (stretch.encoded() < 0) {
                byColumn.put(stretch.column(), numbers(stretch));
            }
        }
        return byColumn.isEmpty() ? "" : graph.join(List.copyOf(byColumn.values()), 1);
    }

    private String ofSet(Row row, int set, int dimension, long axis) {
        return row.width() == dimension
                ? row.value()
                : graph.slice(row.value(), set * dimension, (set + 1) * dimension, axis);
    }

    private String numbers(Wiring.Stretch stretch) {
        String numbers = String.valueOf(inputs.numbers());
        return wiring.numbers() == stretch.count()
                ? numbers
                : graph.slice(numbers, stretch.first(), stretch.first() + stretch.count(), 1);
    }

    /** What the encoder at {@code position} reads of a set of embeddings. */
    Encodable encodable(int set, int position) {
        for (int slot = 0; slot < wiring.slots().size(); slot++) {
            Wiring.Slot at = wiring.slots().get(slot);
            Row row = embeddings.get(slot);
            if (at.encoded() == position && row != null) {
                return new Encodable(ofSet(row, set, at.dimension(), 2), inputs.sequence(slot));
            }
        }
        return wiring.stretches().stream()
                .filter(stretch -> stretch.encoded() == position)
                .findFirst()
                .map(stretch -> new Encodable(numbers(stretch), null))
                .orElseThrow();
    }
}
