package io.thalweg.model;

import io.thalweg.optimiser.Optimiser;
import io.thalweg.sharing.Block;
import io.thalweg.sharing.Start;
import io.thalweg.tensor.Draws;
import java.util.List;

/**
 * Where a block's numbers stand in the dense parameters: from {@code at} on.
 *
 * @param users which tasks' scores it has to do with
 * @param optimiser at the block's own pace
 */
record PlacedBlock(Block block, int at, boolean[] users, Optimiser optimiser) {
    int end() {
        return at + block.length();
    }

    /** How many numbers a row has. */
    int width() {
        return block.columns().size();
    }

    /** Whether several tasks' scores have to do with it. */
    boolean isShared() {
        return Users.several(users);
    }

    /** Whether a step moves it: what is a task's own, only with that task, whomever else it serves. */
    boolean moves(boolean[] present) {
        if (block.isKept()) {
            return false;
        }
        return block.owner() < 0 ? Users.any(users, present) : present[block.owner()];
    }

    /** Whether it is what {@code old} was, when that one's owner is {@code origin} now. */
    boolean continues(PlacedBlock old, int origin) {
        return block.role().equals(old.block.role())
                && block.depth() == old.block.depth()
                && origin == old.block.owner();
    }

    /** Takes the numbers over from the block that this one was: rows by where they stood, and the last one. */
    void inherit(Parameters parameters, PlacedBlock old, Parameters from, int[] rows, int[] columns) {
        List<Run> runs = Run.of(columns);
        for (int row = 0; row < block.rows(); row++) {
            int origin = row == block.rows() - 1 ? old.block.rows() - 1 : rows[row];
            if (origin >= 0) {
                int to = at + row * width();
                int start = old.at + origin * old.width();
                runs.forEach(run -> parameters.take(to + run.to(), from, start + run.from(), run.length()));
            }
        }
    }

    void initialise(float[] values, long seed) {
        if (block.start() instanceof Start.Drawn drawn) {
            draw(values, Draws.of(seed, drawn.purpose()));
        } else if (block.start() instanceof Start.Given given) {
            for (int i = 0; i < block.length(); i++) {
                values[at + i] = given.numbers().get(i).floatValue();
            }
        }
    }

    /** Uniform as He et al. (2015) have it for rectified units; the bias begins at 0. */
    private void draw(float[] values, Draws draws) {
        int inputs = block.rows() - 1;
        float largest = (float) Math.sqrt(6.0 / inputs);
        for (int i = 0; i < inputs * width(); i++) {
            values[at + i] = largest * draws.symmetric(i);
        }
    }

    /** Its name among those of a model whose tasks have names. */
    String name(List<String> tasks) {
        String whose = block.owner() < 0 ? "" : " of " + tasks.get(block.owner());
        return block.role() + whose + ' ' + block.depth();
    }
}
