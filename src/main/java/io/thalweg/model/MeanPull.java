package io.thalweg.model;

import io.thalweg.sharing.Tie;
import java.util.List;

/** {@code strength |one - mean|^2} for each of several blocks, where the mean is learned, too. */
final class MeanPull implements Bond {
    private final List<PlacedBlock> own;
    private final PlacedBlock mean;
    private final float strength;
    private final Parameters parameters;

    MeanPull(Tie.Mean tie, Blocks blocks) {
        own = tie.holds().stream().map(blocks::placed).toList();
        mean = blocks.placed(tie.mean());
        strength = (float) tie.strength();
        parameters = blocks.parameters();
    }

    /** Adds {@code 2 strength (theta_t - theta_s)} to the gradient of each present task's block, less to the mean's. */
    @Override
    public void pull(boolean[] present) {
        float[] values = parameters.values();
        float[] gradient = parameters.gradient();
        int length = mean.block().length();
        int middle = mean.at();
        for (PlacedBlock block : own) {
            if (block.moves(present)) {
                int at = block.at();
                for (int i = 0; i < length; i++) {
                    float pull = 2 * strength * (values[at + i] - values[middle + i]);
                    gradient[at + i] += pull;
                    gradient[middle + i] -= pull;
                }
            }
        }
    }
}
