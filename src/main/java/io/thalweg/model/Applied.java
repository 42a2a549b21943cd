package io.thalweg.model;

import static io.thalweg.tensor.Product.Operand.of;
import static io.thalweg.tensor.Product.Operand.transposed;

import io.thalweg.tensor.Matrix;
import io.thalweg.tensor.Product;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer that is applied again and again, at each place of a sequence. Rows of inputs end with a 1; all arrays are
 * row-major and may hold more than the rows at hand, so that an array of all places serves each of them.
 */
final class Applied {
    private final Columns block;
    private final int inputs;
    private final Matrix weights; // [inputs, columns], as its gradient
    private final Matrix gradient;
    private final float[] staged; // of the weights
    private final List<Bound> rungs = new ArrayList<>();

    /** Some columns of a block, and where its numbers are. */
    record Columns(PlacedBlock block, Parameters parameters, int first, int count) {
        /** All of them. */
        static Columns all(PlacedBlock block, Parameters parameters) {
            return new Columns(block, parameters, 0, block.width());
        }

        private int at(int row) {
            return block.at() + row * block.width() + first;
        }
    }

    /**
     * @param ladder rows of one application
     * @param applications how many of them the gradient is taken of at once
     */
    Applied(Columns block, Ladder ladder, int applications) {
        this.block = block;
        inputs = block.block.block().rows();
        weights = ladder.zeros(inputs, block.count);
        gradient = ladder.zeros(inputs, block.count);
        staged = new float[inputs * block.count];
        for (int rows : ladder.rungs()) {
            rungs.add(new Bound(ladder, rows, applications * rows));
        }
    }

    /** The products of one number of rows. */
    private final class Bound {
        private final Matrix input;
        private final Matrix output;
        private final Matrix allInputs;
        private final Matrix allOutputs;
        private final Product forward;
        private final Product backward;
        private final Product weightSlopes;

        Bound(Ladder ladder, int rows, int allRows) {
            input = ladder.zeros(rows, inputs);
            output = ladder.zeros(rows, block.count);
            allInputs = rows == allRows ? input : ladder.zeros(allRows, inputs);
            allOutputs = rows == allRows ? output : ladder.zeros(allRows, block.count);
            forward = Product.into(output, of(input), of(weights));
            backward = Product.into(input, of(output), transposed(weights));
            weightSlopes = Product.into(gradient, transposed(allInputs), of(allOutputs));
        }
    }

    /** Shows moved parameters to the products. */
    void publish() {
        for (int row = 0; row < inputs; row++) {
            System.arraycopy(block.parameters.values(), block.at(row), staged, row * block.count, block.count);
        }
        weights.put(staged);
    }

    /** {@code out [rows, columns]} from {@code to} on, of {@code in [rows, inputs]} from {@code at} on. */
    void forward(int rung, float[] in, int at, float[] out, int to) {
        Bound bound = rungs.get(rung);
        bound.input.put(in, at);
        bound.forward.run();
        bound.output.get(out, to);
    }

    /** The way back of {@link #forward} to its inputs; those of the ones get a slope, too, which is nobody's. */
    void backward(int rung, float[] slopes, int at, float[] inSlopes, int to) {
        Bound bound = rungs.get(rung);
        bound.output.put(slopes, at);
        bound.backward.run();
        bound.input.get(inSlopes, to);
    }

    /** Leaves the gradient of all applications in the parameters'. */
    void collect(int rung, float[] in, float[] slopes) {
        Bound bound = rungs.get(rung);
        bound.allInputs.put(in, 0);
        bound.allOutputs.put(slopes, 0);
        bound.weightSlopes.run();
        gradient.get(staged);
        for (int row = 0; row < inputs; row++) {
            System.arraycopy(staged, row * block.count, block.parameters.gradient(), block.at(row), block.count);
        }
    }
}
