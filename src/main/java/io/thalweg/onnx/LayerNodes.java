package io.thalweg.onnx;

import static io.thalweg.onnx.GraphWriter.attribute;

import io.thalweg.model.FrozenLayers;
import io.thalweg.sharing.Part;
import io.thalweg.sharing.Plan.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The parts of a plan as nodes, one kind of part after the other: a signal is a value {@code [batch, width]}. */
final class LayerNodes {
    private final GraphWriter graph;
    private final Lookups lookups;
    private final FrozenLayers layers;
    private final EncoderNodes encoders;
    private final Map<Integer, String> values = new TreeMap<>(); // by signal
    private final Map<Integer, Lookups.Encodable> items = new TreeMap<>(); // by signal
    private int set = -1; // of embeddings
    private int encoded; // of that set

    LayerNodes(GraphWriter graph, Lookups lookups, FrozenLayers layers) {
        this.graph = graph;
        this.lookups = lookups;
        this.layers = layers;
        encoders = new EncoderNodes(graph, layers);
        layers.plan().parts().forEach(this::add);
    }

    /** What the layers add to a task's scores, each {@code [batch, outputs of the task]}. */
    List<String> scores(int task) {
        return layers.plan().scores().stream()
                .filter(score -> score.task() == task)
                .map(score -> of(score.from()))
                .toList();
    }

    private String of(Signal signal) {
        String value = values.get(signal.index());
        if (value == null) {
            throw new IllegalStateException("signal %d is read before it is made".formatted(signal.index()));
        }
        return value;
    }

    private List<String> of(List<Signal> signals) {
        return signals.stream().map(this::of).toList();
    }

    private void add(Part part) {
        if (part instanceof Part.Input) {
            set++;
            encoded = 0;
            put(part, lookups.plain(set));
        } else if (part instanceof Part.Items) {
            items.put(part.to().index(), lookups.encodable(set, encoded++));
        } else if (part instanceof Part.Encoding encoding) {
            Lookups.Encodable read = items.get(encoding.items().index());
            if (read == null) {
                throw new IllegalStateException("nothing to encode for " + encoding.encoded());
            }
            put(part, encoders.encode(encoding, read, of(encoding.input())));
        } else {
            put(part, value(part));
        }
    }

    private void put(Part part, String value) {
        values.put(part.to().index(), value);
    }

    private String value(Part part) {
        if (part instanceof Part.Layer layer) {
            String sum = graph.layer(
                    of(layer.from()), layers.weights(layer), layer.to().width());
            return layer.isRectified() ? graph.node("Relu", sum) : sum;
        } else if (part instanceof Part.Join join) {
            return graph.join(
                    of(join.from()).stream().filter(value -> !value.isEmpty()).toList(), 1);
        } else if (part instanceof Part.Stop stop) {
            return of(stop.from());
        } else if (part instanceof Part.Mixture mixture) {
            return graph.mix(softmax(of(mixture.gate())), of(mixture.experts()));
        } else if (part instanceof Part.Transfer transfer) {
            return transfer(transfer);
        } else if (part instanceof Part.Stitch stitch) {
            return stitch(stitch);
        } else if (part instanceof Part.Fourier fourier) {
            return fourier(fourier);
        }
        throw new OnnxException("a network with a part such as %s cannot be exported", part);
    }

    private String softmax(String from) {
        return graph.node("Softmax", List.of(attribute("axis", 1L)), from);
    }

    private String transfer(Part.Transfer transfer) {
        String scale = graph.floats(
                new float[] {(float) (1 / Math.sqrt(transfer.keys().get(0).width()))});
        List<String> meets = new ArrayList<>();
        for (int i = 0; i < transfer.keys().size(); i++) {
            String product = graph.node(
                    "Mul", of(transfer.queries().get(i)), of(transfer.keys().get(i)));
            meets.add(graph.node("Mul", graph.reduce("ReduceSum", product, 1, true), scale));
        }
        return graph.mix(softmax(graph.join(meets, 1)), of(transfer.values()));
    }

    private String stitch(Part.Stitch stitch) {
        float[] shares = layers.shares(stitch);
        String sum = "";
        for (int i = 0; i < shares.length; i++) {
            String share = graph.floats(new float[] {shares[i]});
            String part = graph.node("Mul", of(stitch.from().get(i)), share);
            sum = i == 0 ? part : graph.node("Add", sum, part);
        }
        return sum;
    }

    /** Whole turns go first, for the sake of precision. */
    private String fourier(Part.Fourier fourier) {
        int width = fourier.to().width();
        String turns = graph.layer(of(fourier.from()), layers.frequencies(fourier), width);
        String rest = graph.node("Sub", turns, graph.node("Round", turns));
        String angle = graph.node("Mul", rest, graph.floats(new float[] {(float) (2 * Math.PI)}));
        String height = graph.floats(new float[] {(float) Math.sqrt(2.0 / width)});
        return graph.node("Mul", graph.node("Cos", angle), height);
    }
}
