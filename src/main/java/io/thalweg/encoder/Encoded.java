package io.thalweg.encoder;

/**
 * A sequence or an image that is encoded.
 *
 * @param feature its name
 * @param length the most items that it has; how many pixels
 * @param dimension of their embeddings; numbers of a pixel
 * @param candidate at which column of an input the embedding of the candidate begins, or {@link #NONE}
 */
public record Encoded(String feature, Encoder encoder, int length, int dimension, int candidate) {
    /** Where the encoder reads no candidate. */
    public static final int NONE = -1;

    /** How many numbers the encoder makes of it. */
    public int width() {
        return encoder.width(dimension);
    }
}
