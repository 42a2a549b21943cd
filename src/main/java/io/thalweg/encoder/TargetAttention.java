package io.thalweg.encoder;

import java.util.List;

/**
 * The items that have to do with the candidate v, the embedding of the event's own item (deep interest network, Zhou et
 * al. 2018, section 4.3):
 *
 * <pre>
 * s_t = relu([e_t v (e_t * v) 1] W) u + b
 * a_t = exp(s_t) / (1 + sum over k of exp(s_k))
 * out = sum over t of a_t e_t
 * </pre>
 *
 * Shapes: W {@code [3 dimension + 1, units]}, u and b together {@code [units + 1, 1]}, out {@code [dimension]}. The 1
 * in the sum is the weight of looking at none of them. The paper leaves scores as they are, so that out says how much
 * of the history is about v, which a softmax would hide; so it does here, and stays bounded.
 *
 * @param units of the hidden layer that scores an item
 */
public record TargetAttention(int units) implements Encoder {
    public TargetAttention {
        Encoder.requireUnits("units", units);
    }

    @Override
    public int width(int dimension) {
        return dimension;
    }

    @Override
    public List<Layer> layers(int dimension) {
        return List.of(new Layer(3 * dimension, units), new Layer(units, 1));
    }

    @Override
    public boolean readsCandidate() {
        return true;
    }
}
