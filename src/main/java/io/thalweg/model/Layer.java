package io.thalweg.model;

import io.thalweg.sharing.Plan;
import io.thalweg.tensor.Draws;
import java.util.List;

/**
 * Where a fully connected layer's {@code [inputs + 1, outputs]} weights stand in the dense parameters: one block from
 * {@code at} on, the last row being the bias.
 *
 * @param users which tasks' scores it has to do with
 */
record Layer(Plan.Dense dense, int at, boolean[] users) {
    int inputs() {
        return dense.from().width();
    }

    int outputs() {
        return dense.to().width();
    }

    int length() {
        return (inputs() + 1) * outputs();
    }

    int end() {
        return at + length();
    }

    boolean isUsed(boolean[] present) {
        return Users.any(users, present);
    }

    /** Whether it is what {@code old} was, when that one's owner is {@code origin} now. */
    boolean continues(Layer old, int origin) {
        return dense.role().equals(old.dense.role())
                && dense.depth() == old.dense.depth()
                && origin == old.dense.owner()
                && outputs() == old.outputs();
    }

    /** Takes the weights over from the layer that this one was: rows by where they stood, and the biases. */
    void inherit(Parameters parameters, Layer old, Parameters from, int[] rows) {
        for (int row = 0; row <= inputs(); row++) {
            int origin = row == inputs() ? old.inputs() : rows[row];
            if (origin >= 0) {
                parameters.take(at + row * outputs(), from, old.at + origin * outputs(), outputs());
            }
        }
    }

    /** Uniform as He et al. (2015) have it for rectified units; the bias begins at 0. */
    void initialise(float[] values, long seed) {
        Draws draws = Draws.of(seed, name(dense.owner() < 0 ? "" : " of " + dense.owner()));
        float largest = (float) Math.sqrt(6.0 / inputs());
        for (int i = 0; i < inputs() * outputs(); i++) {
            values[at + i] = largest * draws.symmetric(i);
        }
    }

    /** Its name among those of a model whose tasks have names. */
    String name(List<String> tasks) {
        return name(dense.owner() < 0 ? "" : " of " + tasks.get(dense.owner()));
    }

    private String name(String whose) {
        return dense.role() + whose + ' ' + dense.depth();
    }
}
