package io.thalweg.model;

import io.thalweg.sharing.Tie;
import java.util.List;

/** A start for tasks that come later, which follows those that are there; see {@link Tie.Beginning}. */
final class Beginnings implements Bond {
    private final List<PlacedBlock> own; // theta_t
    private final PlacedBlock start; // phi
    private final List<PlacedBlock> steps; // of a task, since it last moved phi
    private final Tie.Beginning tie;
    private final Parameters parameters;

    Beginnings(Tie.Beginning tie, Blocks blocks) {
        this.tie = tie;
        own = tie.holds().stream().map(blocks::placed).toList();
        start = blocks.placed(tie.start());
        steps = tie.steps().stream().map(blocks::placed).toList();
        parameters = blocks.parameters();
    }

    @Override
    public void settle(boolean[] present) {
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).moves(present)) {
                int counter = steps.get(i).at();
                float count = parameters.values()[counter] + 1;
                boolean isDue = count >= tie.settings().every();
                parameters.write(counter, isDue ? 0 : count);
                if (isDue) {
                    follow(own.get(i));
                }
            }
        }
    }

    private void follow(PlacedBlock block) {
        float[] values = parameters.values();
        float rate = (float) tie.settings().rate();
        for (int i = 0; i < block.block().length(); i++) {
            values[start.at() + i] += rate * (values[block.at() + i] - values[start.at() + i]);
        }
        parameters.wrote(start.at(), start.end());
    }
}
