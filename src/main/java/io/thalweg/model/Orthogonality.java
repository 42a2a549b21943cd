package io.thalweg.model;

import io.thalweg.sharing.Tie;
import java.util.Arrays;

/** {@code penalty |A' B|^2} of the weights of two layers that read the same signal, without their biases. */
final class Orthogonality implements Bond {
    private final PlacedBlock a; // [rows, width]
    private final PlacedBlock b;
    private final float penalty;
    private final Parameters parameters;
    private final float[] product; // A'B, [width of a, width of b]
    private final float[] transposed;

    static Orthogonality of(Tie.Apart pair, Blocks blocks) {
        return new Orthogonality(
                blocks.placed(pair.one()), blocks.placed(pair.other()), pair.penalty(), blocks.parameters());
    }

    Orthogonality(PlacedBlock a, PlacedBlock b, double penalty, Parameters parameters) {
        this.a = a;
        this.b = b;
        this.penalty = (float) penalty;
        this.parameters = parameters;
        product = new float[a.width() * b.width()];
        transposed = new float[product.length];
    }

    /** Adds {@code 2 penalty B (A'B)'} to the gradient of A and {@code 2 penalty A (A'B)} to that of B. */
    @Override
    public void pull(boolean[] present) {
        if (penalty == 0) {
            return;
        }
        multiply();
        float[] values = parameters.values();
        float[] gradient = parameters.gradient();
        for (int row = 0; row < a.block().rows() - 1; row++) {
            int ofA = a.at() + row * a.width();
            int ofB = b.at() + row * b.width();
            for (int i = 0; i < a.width(); i++) {
                add(2 * penalty * values[ofA + i], product, i * b.width(), gradient, ofB, b.width());
            }
            for (int j = 0; j < b.width(); j++) {
                add(2 * penalty * values[ofB + j], transposed, j * a.width(), gradient, ofA, a.width());
            }
        }
    }

    private void multiply() {
        float[] values = parameters.values();
        Arrays.fill(product, 0);
        for (int row = 0; row < a.block().rows() - 1; row++) {
            int ofB = b.at() + row * b.width();
            for (int i = 0; i < a.width(); i++) {
                add(values[a.at() + row * a.width() + i], values, ofB, product, i * b.width(), b.width());
            }
        }
        for (int i = 0; i < a.width(); i++) {
            for (int j = 0; j < b.width(); j++) {
                transposed[j * a.width() + i] = product[i * b.width() + j];
            }
        }
    }

    private static void add(float factor, float[] some, int from, float[] sum, int to, int count) {
        for (int i = 0; i < count; i++) {
            sum[to + i] += factor * some[from + i];
        }
    }
}
