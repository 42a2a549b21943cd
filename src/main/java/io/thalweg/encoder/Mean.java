package io.thalweg.encoder;

import java.util.List;

/** The mean of the embeddings, {@code [dimension]}: a bag of items, whose order does not count. */
public record Mean() implements Encoder {
    @Override
    public int width(int dimension) {
        return dimension;
    }

    @Override
    public List<Layer> layers(int dimension) {
        return List.of();
    }
}
