package io.thalweg.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network that stands still, taken apart: all that its raw scores are made of, for whoever makes them elsewhere.
 *
 * @param tables of linear weights and of embeddings; a row of these has an embedding for each set of inputs
 * @param linear {@code [outputs, numbers + 1]}, the bias last; of no numbers where numbers have no linear weights
 * @param layers null for a linear model
 */
public record FrozenNetwork(
        Wiring wiring,
        ScorePositions outputs,
        List<FrozenTable> tables,
        float[] linear,
        @Nullable FrozenLayers layers) {
    public FrozenNetwork {
        tables = List.copyOf(tables);
    }
}
