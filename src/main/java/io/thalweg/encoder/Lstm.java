package io.thalweg.encoder;

import java.util.List;

/**
 * Long short-term memory with a forget gate (Gers, Schmidhuber and Cummins 2000), from {@code h_0 = c_0 = 0} on:
 *
 * <pre>
 * i, f, o, g = [e_t h_(t-1) 1] W
 * c_t = sigmoid(f + 1) * c_(t-1) + sigmoid(i) * tanh(g)
 * h_t = sigmoid(o) * tanh(c_t)             out = h_n
 * </pre>
 *
 * Shapes: W {@code [dimension + units + 1, 4 units]}, out {@code [units]}. The 1 beside f lets memory last from the
 * start (Jozefowicz, Zaremba and Sutskever 2015).
 *
 * <p>Back through all n steps; the slopes of an example's state (h and c together) are kept to at most 10 times the
 * length that they came in with, as those of {@link Gru}.
 */
public record Lstm(int units) implements Encoder {
    public Lstm {
        Encoder.requireUnits("units", units);
    }

    @Override
    public int width(int dimension) {
        return units;
    }

    @Override
    public List<Layer> layers(int dimension) {
        return List.of(new Layer(dimension + units, 4 * units));
    }
}
