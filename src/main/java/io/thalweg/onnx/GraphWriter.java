package io.thalweg.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/**
 * Writes a graph in the order in which it is computed. A value is known by its name; names of inputs and outputs are
 * the caller's, to be taken before any node is written.
 */
final class GraphWriter {
    /** Of numbers in one file: protobuf's own limit, less room for everything else. */
    static final long MOST_BYTES = Integer.MAX_VALUE - (64L << 20);

    /** The first dimension of everything: as many rows as the caller likes. */
    static final String BATCH = "batch";

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Set<String> taken = new LinkedHashSet<>();
    private long bytes;
    private int next;

    /** Keeps a name for an input or an output. */
    String take(String name) {
        if (!taken.add(name)) {
            throw new OnnxException(
                    "two inputs or outputs of the graph would be called '%s'; rename the feature", name);
        }
        return name;
    }

    /** An input {@code [batch]} or, if {@code width} is not 0, {@code [batch, width]}. */
    String input(String name, DataType type, int width, String says) {
        graph.addInput(value(name, type, width, says));
        return name;
    }

    /** The same for what is computed. */
    void output(String name, DataType type, int width, String says, String from) {
        graph.addOutput(value(name, type, width, says));
        graph.addNode(
                NodeProto.newBuilder().setOpType("Identity").addInput(from).addOutput(name));
    }

    private static ValueInfoProto value(String name, DataType type, int width, String says) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam(BATCH);
        if (width > 0) {
            shape.addDimBuilder().setDimValue(width);
        }
        TypeProto.Tensor.Builder tensor =
                TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setDocString(says)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /** What an operator makes of its inputs. */
    String node(String operator, String... inputs) {
        return node(operator, List.of(), inputs);
    }

    String node(String operator, List<AttributeProto> attributes, String... inputs) {
        return node(operator, 0, attributes, inputs);
    }

    /** Of what an operator makes the output at {@code position}. */
    String node(String operator, int position, List<AttributeProto> attributes, String... inputs) {
        String name = fresh();
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType(operator)
                .setName(operator + ' ' + name)
                .addAllInput(Arrays.asList(inputs))
                .addAllAttribute(attributes);
        IntStream.range(0, position).forEach(before -> node.addOutput(""));
        graph.addNode(node.addOutput(name));
        return name;
    }

    private String fresh() {
        String name = "v" + next++;
        return taken.contains(name) ? fresh() : name;
    }

    String floats(float[] numbers, long... shape) {
        ByteBuffer raw = room(Float.BYTES, numbers.length);
        for (float number : numbers) {
            raw.putFloat(number);
        }
        return constant(DataType.FLOAT, raw, shape);
    }

    String doubles(double[] numbers, long... shape) {
        ByteBuffer raw = room(Double.BYTES, numbers.length);
        for (double number : numbers) {
            raw.putDouble(number);
        }
        return constant(DataType.DOUBLE, raw, shape);
    }

    /** One number, for every row. */
    String number(double number) {
        return doubles(new double[] {number});
    }

    String longs(long[] numbers, long... shape) {
        ByteBuffer raw = room(Long.BYTES, numbers.length);
        for (long number : numbers) {
            raw.putLong(number);
        }
        return constant(DataType.INT64, raw, shape);
    }

    /** A list, such as one of axes. */
    String list(long... numbers) {
        return longs(numbers, numbers.length);
    }

    private ByteBuffer room(int size, int count) {
        bytes += (long) size * count;
        if (bytes > MOST_BYTES) {
            throw tooLarge(bytes);
        }
        return ByteBuffer.allocate(size * count).order(ByteOrder.LITTLE_ENDIAN);
    }

    static OnnxException tooLarge(long bytes) {
        return new OnnxException(
                "the graph would have more than %,d MB of numbers, and one ONNX file can hold %,d MB (protobuf's limit of"
                        + " 2 GiB): export a model with fewer model.embedding.buckets or shorter embeddings",
                bytes >> 20, MOST_BYTES >> 20);
    }

    private String constant(DataType type, ByteBuffer raw, long... shape) {
        String name = fresh();
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
        for (long size : shape) {
            tensor.addDims(size);
        }
        graph.addInitializer(tensor.setRawData(UnsafeByteOperations.unsafeWrap(raw.flip())));
        return name;
    }

    static AttributeProto attribute(String name, long number) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(number)
                .build();
    }

    static AttributeProto attribute(String name, long... numbers) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long number : numbers) {
            attribute.addInts(number);
        }
        return attribute.build();
    }

    String cast(String from, DataType to) {
        return node("Cast", List.of(attribute("to", (long) to.getNumber())), from);
    }

    /** Side by side. */
    String join(List<String> parts, long axis) {
        return parts.size() == 1
                ? parts.get(0)
                : node("Concat", List.of(attribute("axis", axis)), parts.toArray(String[]::new));
    }

    /** Numbers {@code [from, to)} of an axis. */
    String slice(String from, int first, int end, long axis) {
        return node("Slice", from, list(first), list(end), list(axis));
    }

    /** With one more dimension, of size 1. */
    String stretch(String from, long axis) {
        return node("Unsqueeze", from, list(axis));
    }

    /** Without a dimension of size 1. */
    String squeeze(String from, long axis) {
        return node("Squeeze", from, list(axis));
    }

    String reduce(String operator, String from, long axis, boolean keeps) {
        return node(operator, List.of(attribute("keepdims", keeps ? 1L : 0L)), from, list(axis));
    }

    /** {@code from W + b}, the rows of {@code weights [inputs + 1, outputs]} being W's and b. */
    String layer(String from, float[] weights, int outputs) {
        int inputs = weights.length / outputs - 1;
        String matrix = floats(Arrays.copyOf(weights, inputs * outputs), inputs, outputs);
        String bias = floats(Arrays.copyOfRange(weights, inputs * outputs, weights.length), outputs);
        return node("Add", node("MatMul", from, matrix), bias);
    }

    /** {@code values [batch, width]}, weighted row by row by {@code shares [batch, values]}. */
    String mix(String shares, List<String> values) {
        List<String> all = values.stream().map(value -> stretch(value, 1)).toList();
        return squeeze(node("MatMul", stretch(shares, 1), join(all, 1)), 1);
    }

    GraphProto finish(String name) {
        return graph.setName(name).build();
    }
}
