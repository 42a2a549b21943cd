package io.thalweg.encoder;

import io.thalweg.check.Require;
import java.util.List;

/**
 * Convolution over time and the largest answer of each filter (Kim 2014, section 2):
 *
 * <pre>
 * c_t = relu([e_(t-width+1) ... e_t] W + b)        t = 1 .. n; zeros stand before e_1
 * out = max over t of c_t, filter by filter
 * </pre>
 *
 * Shapes: W {@code [width * dimension, filters]}, out {@code [filters]}. Windows end at an item, so that a sequence
 * shorter than {@code width} has some, too. Of equal answers the first one learns.
 *
 * @param width items in a window
 */
public record Conv(int filters, int width) implements Encoder {
    /** The most items in a window. */
    public static final int WIDEST = 16;

    public Conv {
        Encoder.requireUnits("filters", filters);
        Require.that(width >= 1 && width <= WIDEST, "width must be from 1 to %d, got %d", WIDEST, width);
    }

    @Override
    public int width(int dimension) {
        return filters;
    }

    @Override
    public List<Layer> layers(int dimension) {
        return List.of(new Layer(width * dimension, filters));
    }
}
