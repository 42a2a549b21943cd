package io.thalweg.model;

import io.thalweg.sharing.Tie;
import java.util.Arrays;
import java.util.List;

/** {@code strength |one - other|^2} for each pair of blocks, through their mean. */
final class PairwisePull implements Bond {
    private final List<PlacedBlock> own;
    private final float strength;
    private final Parameters parameters;
    private final float[] mean;

    PairwisePull(Tie.Pairwise tie, Blocks blocks) {
        own = tie.holds().stream().map(blocks::placed).toList();
        strength = (float) tie.strength();
        parameters = blocks.parameters();
        mean = new float[own.get(0).block().length()];
    }

    /** Adds {@code 2 strength T (theta_t - mean)} to the gradient of each present task's block. */
    @Override
    public void pull(boolean[] present) {
        float[] values = parameters.values();
        float[] gradient = parameters.gradient();
        average(values);
        float pull = 2 * strength * own.size();
        for (PlacedBlock block : own) {
            if (block.moves(present)) {
                int at = block.at();
                for (int i = 0; i < mean.length; i++) {
                    gradient[at + i] += pull * (values[at + i] - mean[i]);
                }
            }
        }
    }

    private void average(float[] values) {
        Arrays.fill(mean, 0);
        float share = 1f / own.size();
        for (PlacedBlock block : own) {
            int at = block.at();
            for (int i = 0; i < mean.length; i++) {
                mean[i] += share * values[at + i];
            }
        }
    }
}
