package io.thalweg.model;

import static io.thalweg.tensor.Product.Operand.of;
import static io.thalweg.tensor.Product.Operand.transposed;

import io.thalweg.tensor.Matrix;
import io.thalweg.tensor.Product;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All layers that read one signal, as one product with their weights side by side. A few wide products cost much less
 * than many narrow ones.
 */
final class WideProduct implements Cell {
    /**
     * Each layer's columns begin at a multiple of this, and tasks' own layers have as many columns of zeros before the
     * first and behind the last one. OpenBLAS' Haswell kernels take so many columns at once, and sum up otherwise at
     * the edges; so a layer's numbers do not depend on which others stand beside it, and come and go with their tasks.
     */
    private static final int COLUMNS_UNIT = 8;

    private final Rows from;
    private final Target[] targets;
    private final int margin; // columns before the first layer and behind the last
    private final int columns;
    private final Matrix weights; // [inputs + 1, columns], as its gradient
    private final Matrix gradient;
    private final float[] staged; // of the weights
    private final float[] outputs; // [rows, columns]
    private final float[] inputs; // [rows, inputs + 1]
    private final List<Bound> rungs = new ArrayList<>();

    /** A layer, and where what it says goes. */
    record Target(Weights weights, Rows to, boolean isRectified, boolean[] users) {
        private int columns() {
            return (weights.width() + COLUMNS_UNIT - 1) / COLUMNS_UNIT * COLUMNS_UNIT;
        }
    }

    WideProduct(Rows from, List<Target> targets, Ladder ladder) {
        this.from = from;
        this.targets = targets.toArray(Target[]::new);
        margin = targets.stream().anyMatch(target -> target.weights.comeAndGo()) ? COLUMNS_UNIT : 0;
        columns = 2 * margin + targets.stream().mapToInt(Target::columns).sum();
        weights = ladder.zeros(from.stride(), columns);
        gradient = ladder.zeros(from.stride(), columns);
        staged = new float[from.stride() * columns];
        int most = ladder.top();
        outputs = new float[most * columns];
        inputs = new float[most * from.stride()];
        for (int rows : ladder.rungs()) {
            rungs.add(new Bound(ladder, rows));
        }
    }

    /** The products of one number of rows. */
    private final class Bound {
        private final Matrix input;
        private final Matrix inputSlopes;
        private final Matrix output;
        private final Product forward;
        private final Product weightSlopes;
        private final Product backward;

        Bound(Ladder ladder, int rows) {
            input = ladder.zeros(rows, from.stride());
            inputSlopes = ladder.zeros(rows, from.stride());
            output = ladder.zeros(rows, columns);
            forward = Product.into(output, of(input), of(weights));
            weightSlopes = Product.into(gradient, transposed(input), of(output));
            backward = Product.into(inputSlopes.withoutLastColumn(), of(output), transposed(weights.withoutLastRow()));
        }
    }

    /** Shows moved parameters to the products. */
    @Override
    public void publish() {
        int first = margin;
        for (Target target : targets) {
            target.weights.show(place(first), staged);
            first += target.columns();
        }
        weights.put(staged);
    }

    private Weights.Place place(int first) {
        return new Weights.Place(first, columns, from.stride());
    }

    @Override
    public void forward(int rung, int rows) {
        Bound bound = rungs.get(rung);
        bound.input.put(from.values());
        bound.forward.run();
        bound.output.get(outputs);
        int first = margin;
        for (Target target : targets) {
            int width = target.weights.width();
            float[] values = target.to.values();
            for (int row = 0; row < rows; row++) {
                System.arraycopy(outputs, row * columns + first, values, row * target.to.stride(), width);
            }
            if (target.isRectified) {
                target.to.rectify(rows);
            }
            first += target.columns();
        }
    }

    /** Leaves the gradient of its weights in the parameters', too. */
    @Override
    public void backward(int rung, int rows, boolean[] present) {
        if (Arrays.stream(targets).noneMatch(target -> Users.any(target.users, present))) {
            return;
        }
        Bound bound = rungs.get(rung);
        gather(rows);
        bound.output.put(outputs);
        bound.weightSlopes.run();
        collect(present);
        bound.backward.run();
        bound.inputSlopes.get(inputs);
        float[] slopes = from.slopes();
        int end = rows * from.stride();
        for (int i = 0; i < end; i++) {
            slopes[i] += inputs[i];
        }
    }

    private void gather(int rows) {
        int first = margin;
        for (Target target : targets) {
            int width = target.weights.width();
            if (target.isRectified) {
                target.to.maskSlopes(rows);
            }
            float[] slopes = target.to.slopes();
            for (int row = 0; row < rows; row++) {
                System.arraycopy(slopes, row * target.to.stride(), outputs, row * columns + first, width);
            }
            first += target.columns();
        }
    }

    private void collect(boolean[] present) {
        gradient.get(staged);
        int first = margin;
        for (Target target : targets) {
            target.weights.collect(place(first), staged, present);
            first += target.columns();
        }
    }
}
