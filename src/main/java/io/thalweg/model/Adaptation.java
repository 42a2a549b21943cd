package io.thalweg.model;

import io.thalweg.optimiser.Optimiser;
import io.thalweg.sharing.Tie;
import java.util.List;

/**
 * A start for tasks that come later, from which copies of what the present ones have for their own set out again and
 * again; see {@link Tie.Adapting}. In a rehearsal the copies stand where the tasks' own blocks do.
 */
final class Adaptation implements Bond {
    private final List<PlacedBlock> own;
    private final PlacedBlock start; // phi
    private final List<PlacedBlock> copies; // theta'
    private final List<PlacedBlock> steps; // of a copy
    private final int most; // of them, before phi learns
    private final Optimiser ofStart;
    private final Parameters parameters;

    Adaptation(Tie.Adapting tie, Blocks blocks) {
        own = tie.holds().stream().map(blocks::placed).toList();
        start = blocks.placed(tie.start());
        copies = tie.copies().stream().map(blocks::placed).toList();
        steps = tie.steps().stream().map(blocks::placed).toList();
        most = tie.settings().steps();
        parameters = blocks.parameters();
        ofStart = parameters.optimiser().times(tie.settings().rateMultiple());
    }

    /** Sends the copies of present tasks that are at the end of their way back to phi. */
    void begin(boolean[] present) {
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).moves(present) && count(i) == 0) {
                parameters.begin(copies.get(i), start);
            }
        }
    }

    /** Lets the present tasks' own blocks and their copies change places; twice, and all is as it was. */
    void exchange(boolean[] present) {
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).moves(present)) {
                exchange(own.get(i), copies.get(i));
            }
        }
    }

    private void exchange(PlacedBlock one, PlacedBlock other) {
        float[] values = parameters.values();
        for (int i = 0; i < one.block().length(); i++) {
            float value = values[one.at() + i];
            values[one.at() + i] = values[other.at() + i];
            values[other.at() + i] = value;
        }
    }

    /** Sum of squares of the gradient that the present tasks' own blocks have; see {@link GradientBound}. */
    double squares(boolean[] present) {
        return own.stream()
                .filter(block -> block.moves(present))
                .mapToDouble(block -> GradientBound.squares(parameters.gradient(), block.at(), block.end()))
                .sum();
    }

    /** Moves copies, or phi, along the gradient that the tasks' own blocks have. */
    void learn(boolean[] present) {
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).moves(present)) {
                boolean isSupport = count(i) < most;
                move(own.get(i), isSupport ? copies.get(i) : start, isSupport ? parameters.optimiser() : ofStart);
                count(i, isSupport ? count(i) + 1 : 0);
            }
        }
    }

    private void move(PlacedBlock from, PlacedBlock to, Optimiser by) {
        System.arraycopy(
                parameters.gradient(),
                from.at(),
                parameters.gradient(),
                to.at(),
                from.block().length());
        parameters.step(to.at(), to.end(), by);
    }

    /** Gives the present tasks' ways up, and has them begin again. */
    void giveUp(boolean[] present) {
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).moves(present)) {
                count(i, 0);
            }
        }
    }

    private float count(int i) {
        return parameters.values()[steps.get(i).at()];
    }

    private void count(int i, float value) {
        parameters.write(steps.get(i).at(), value);
    }
}
