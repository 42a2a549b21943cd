package io.thalweg.encoder;

import java.util.List;

/**
 * Gated recurrent units (Cho et al. 2014, section 2.3), from {@code h_0 = 0} on:
 *
 * <pre>
 * z, r = sigmoid([e_t h_(t-1) 1] W_zr)
 * c = tanh([e_t (r * h_(t-1)) 1] W_c)
 * h_t = (1 - z) * h_(t-1) + z * c          out = h_n
 * </pre>
 *
 * Shapes: {@code W = [W_zr W_c]} is {@code [dimension + units + 1, 3 units]}, out {@code [units]}.
 *
 * <p>Back through all n steps. The slopes of an example's state are kept to at most 10 times the length that they came
 * in with (clipping by norm of Pascanu et al. 2013, here relative, so that it means the same whatever the loss and the
 * size of the batch).
 */
public record Gru(int units) implements Encoder {
    public Gru {
        Encoder.requireUnits("units", units);
    }

    @Override
    public int width(int dimension) {
        return units;
    }

    @Override
    public List<Layer> layers(int dimension) {
        return List.of(new Layer(dimension + units, 3 * units));
    }
}
