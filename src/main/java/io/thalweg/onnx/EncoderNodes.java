package io.thalweg.onnx;

import static io.thalweg.onnx.GraphWriter.attribute;
import static onnx.Onnx.TensorProto.DataType.INT32;

import io.thalweg.encoder.Conv;
import io.thalweg.encoder.Encoder;
import io.thalweg.encoder.Gru;
import io.thalweg.encoder.ImageConv;
import io.thalweg.encoder.Lstm;
import io.thalweg.encoder.TargetAttention;
import io.thalweg.model.FrozenLayers;
import io.thalweg.sharing.Part;
import java.util.List;

/** What encoders make of sequences and images, in ONNX's own operators for it. */
final class EncoderNodes {
    private static final float NEVER = -1e30f; // a score that no softmax sees

    private final GraphWriter graph;
    private final FrozenLayers layers;

    EncoderNodes(GraphWriter graph, FrozenLayers layers) {
        this.graph = graph;
        this.layers = layers;
    }

    /** {@code [batch, width]}; {@code plain [batch, inputs]} has the embedding of the candidate. */
    String encode(Part.Encoding part, Lookups.Encodable read, String plain) {
        Encoder encoder = part.encoded().encoder();
        float[] weights = layers.numbers(part.weights().get(0));
        if (encoder instanceof ImageConv image) {
            return image(image, weights, read.values());
        }
        Inputs.Items items = read.counts();
        if (items == null) {
            throw new IllegalStateException("%s reads no sequence".formatted(encoder));
        }
        int dimension = part.encoded().dimension();
        if (encoder instanceof Conv conv) {
            return conv(conv, weights, dimension, read.values(), items);
        } else if (encoder instanceof Gru gru) {
            return recurrent(Recurrent.of(gru, dimension, weights), read.values(), items);
        } else if (encoder instanceof Lstm lstm) {
            return recurrent(Recurrent.of(lstm, dimension, weights), read.values(), items);
        } else if (encoder instanceof TargetAttention attention) {
            String candidate = graph.slice(
                    plain, part.encoded().candidate(), part.encoded().candidate() + dimension, 1);
            float[] scoring = layers.numbers(part.weights().get(1));
            String scores = scores(weights, attention.units(), scoring, read.values(), candidate);
            return attend(scores, part.encoded().length(), read.values(), items);
        }
        throw new OnnxException("what %s makes of a sequence cannot be exported", encoder);
    }

    /** Windows end at an item; what would begin behind the last one is taken out. */
    private String conv(Conv conv, float[] weights, int dimension, String values, Inputs.Items items) {
        float[] kernel = new float[conv.filters() * dimension * conv.width()]; // [filters, dimension, width]
        for (int i = 0; i < kernel.length; i++) {
            int filter = i / (dimension * conv.width());
            int number = i / conv.width() % dimension;
            int place = i % conv.width();
            kernel[i] = weights[(place * dimension + number) * conv.filters() + filter];
        }
        String shown = graph.node("Transpose", List.of(attribute("perm", 0, 2, 1)), values);
        String answers = graph.node(
                "Conv",
                List.of(attribute("pads", conv.width() - 1L, 0)),
                shown,
                graph.floats(kernel, conv.filters(), dimension, conv.width()),
                bias(weights, conv.filters()));
        String own = graph.node("Mul", graph.node("Relu", answers), graph.stretch(items.mask(), 1));
        return graph.reduce("ReduceMax", own, 2, false);
    }

    private String bias(float[] weights, int outputs) {
        float[] bias = new float[outputs];
        System.arraycopy(weights, weights.length - outputs, bias, 0, outputs);
        return graph.floats(bias, outputs);
    }

    private String recurrent(Recurrent layer, String values, Inputs.Items items) {
        String steps = graph.node("Transpose", List.of(attribute("perm", 1, 0, 2)), values);
        String lengths = graph.cast(graph.squeeze(items.counts(), 1), INT32);
        String last = graph.node(
                layer.operator(),
                1,
                List.of(attribute("hidden_size", (long) layer.units())),
                steps,
                graph.floats(layer.ofInputs(), 1, (long) layer.gates() * layer.units(), layer.inputs()),
                graph.floats(layer.ofState(), 1, (long) layer.gates() * layer.units(), layer.units()),
                graph.floats(layer.biases(), 1, 2L * layer.gates() * layer.units()),
                lengths);
        return graph.squeeze(last, 0);
    }

    /** {@code [batch, length]}. */
    private String scores(float[] weights, int units, float[] scoring, String values, String candidate) {
        String everywhere = graph.node("Expand", graph.stretch(candidate, 1), graph.node("Shape", values));
        String pairs = graph.join(List.of(values, everywhere, graph.node("Mul", values, everywhere)), 2);
        String hidden = graph.node("Relu", graph.layer(pairs, weights, units));
        return graph.squeeze(graph.layer(hidden, scoring, 1), 2);
    }

    /** A softmax over the items and nothing, which scores 0. */
    private String attend(String scores, int length, String values, Inputs.Items items) {
        String isItem = graph.node("Greater", items.mask(), graph.floats(new float[] {0}));
        String own = graph.node("Where", isItem, scores, graph.floats(new float[] {NEVER}));
        String withNothing = graph.node("Pad", own, graph.list(0, 0, 0, 1));
        String shares = graph.node("Softmax", List.of(attribute("axis", 1L)), withNothing);
        String ofItems = graph.slice(shares, 0, length, 1);
        return graph.squeeze(graph.node("MatMul", graph.stretch(ofItems, 1), values), 1);
    }

    private String image(ImageConv image, float[] weights, String pixels) {
        int width = image.width();
        float[] kernel = new float[image.filters() * image.channels() * width * width];
        for (int i = 0; i < kernel.length; i++) { // [filters, channels, width, width]
            int filter = i / (image.channels() * width * width);
            int channel = i / (width * width) % image.channels();
            int pixel = i % (width * width);
            kernel[i] = weights[(pixel * image.channels() + channel) * image.filters() + filter];
        }
        String shape = graph.list(-1, image.height(), image.columns(), image.channels());
        String shown =
                graph.node("Transpose", List.of(attribute("perm", 0, 3, 1, 2)), graph.node("Reshape", pixels, shape));
        long reach = width / 2;
        String answers = graph.node(
                "Conv",
                List.of(attribute("pads", reach, reach, reach, reach)),
                shown,
                graph.floats(kernel, image.filters(), image.channels(), width, width),
                bias(weights, image.filters()));
        String tiles = graph.node(
                "MaxPool",
                List.of(
                        attribute("kernel_shape", image.pool(), image.pool()),
                        attribute("strides", image.pool(), image.pool()),
                        attribute("ceil_mode", 1L)),
                graph.node("Relu", answers));
        String byTile = graph.node("Transpose", List.of(attribute("perm", 0, 2, 3, 1)), tiles);
        return graph.node(
                "Reshape", byTile, graph.list(-1, (long) image.tileRows() * image.tileColumns() * image.filters()));
    }
}
