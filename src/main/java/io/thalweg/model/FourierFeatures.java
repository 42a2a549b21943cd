package io.thalweg.model;

import static io.thalweg.tensor.Product.Operand.of;
import static io.thalweg.tensor.Product.Operand.transposed;

import io.thalweg.tensor.Cosine;
import io.thalweg.tensor.Draws;
import io.thalweg.tensor.Matrix;
import io.thalweg.tensor.Product;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code sqrt(2/D) cos(Omega x + b)} of a signal. Omega and b are counted in turns, and drawn by the names of what they
 * multiply; nothing of them is learned or stored.
 */
final class FourierFeatures implements Cell {
    private final Rows from;
    private final Rows to;
    private final boolean[] users;
    private final Matrix frequencies; // [inputs + 1, D], the last row being b
    private final float[] turns; // [rows, D] of the last way there
    private final float[] inputs; // [rows, inputs + 1]
    private final float height;
    private final List<Bound> rungs = new ArrayList<>();

    /** What Omega and b are drawn by. */
    record Drawing(long seed, List<String> inputs, double bandwidth) {
        /** {@code [inputs + 1, width]}, in turns; the last row is b. */
        float[] frequencies(int width) {
            float[] drawn = new float[(inputs.size() + 1) * width];
            for (int input = 0; input < inputs.size(); input++) {
                Draws draws = Draws.of(seed, "frequencies of " + inputs.get(input));
                for (int i = 0; i < width; i++) {
                    drawn[input * width + i] = (float) (draws.normal(i) / (2 * StrictMath.PI * bandwidth));
                }
            }
            Draws phases = Draws.of(seed, "phases");
            for (int i = 0; i < width; i++) {
                drawn[inputs.size() * width + i] = phases.symmetric(i) / 2;
            }
            return drawn;
        }
    }

    FourierFeatures(Drawing drawing, Rows from, Rows to, boolean[] users, Ladder ladder) {
        this.from = from;
        this.to = to;
        this.users = users;
        frequencies = ladder.zeros(from.stride(), to.width());
        frequencies.put(drawing.frequencies(to.width()));
        int most = ladder.top();
        turns = new float[most * to.width()];
        inputs = new float[most * from.stride()];
        height = (float) Math.sqrt(2.0 / to.width());
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
        private final Product backward;

        Bound(Ladder ladder, int rows) {
            input = ladder.zeros(rows, from.stride());
            inputSlopes = ladder.zeros(rows, from.stride());
            output = ladder.zeros(rows, to.width());
            forward = Product.into(output, of(input), of(frequencies));
            backward =
                    Product.into(inputSlopes.withoutLastColumn(), of(output), transposed(frequencies.withoutLastRow()));
        }
    }

    @Override
    public void forward(int rung, int rows) {
        Bound bound = rungs.get(rung);
        bound.input.put(from.values());
        bound.forward.run();
        bound.output.get(turns);
        for (int row = 0; row < rows; row++) {
            int at = row * to.stride();
            for (int i = 0; i < to.width(); i++) {
                to.values()[at + i] = height * Cosine.ofTurns(turns[row * to.width() + i]);
            }
        }
    }

    /** By {@code -2 pi height sin(2 pi turns)} a turn, the sine being the cosine of a quarter less. */
    @Override
    public void backward(int rung, int rows, boolean[] present) {
        if (!Users.any(users, present)) {
            return;
        }
        float[] steep = new float[rows * to.width()];
        float slope = (float) (-2 * StrictMath.PI * height);
        for (int row = 0; row < rows; row++) {
            int at = row * to.stride();
            for (int i = 0; i < to.width(); i++) {
                int turn = row * to.width() + i;
                steep[turn] = slope * to.slopes()[at + i] * Cosine.ofTurns(turns[turn] - 0.25f);
            }
        }
        Bound bound = rungs.get(rung);
        bound.output.put(steep);
        bound.backward.run();
        bound.inputSlopes.get(inputs);
        int end = rows * from.stride();
        for (int i = 0; i < end; i++) {
            from.slopes()[i] += inputs[i];
        }
    }
}
