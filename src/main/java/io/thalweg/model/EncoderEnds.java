package io.thalweg.model;

import io.thalweg.encoder.Encoded;

/**
 * What an encoder reads and where it goes.
 *
 * @param items of the sequence, side by side
 * @param input where the embedding of the candidate is
 */
record EncoderEnds(Encoded encoded, Rows items, Rows input, Rows to, boolean[] users) {
    int dimension() {
        return encoded.dimension();
    }

    /** The most items of a row. */
    int length() {
        return encoded.length();
    }

    /** How many items a row has. */
    int count(int row) {
        return items.counts()[row];
    }

    /** Where an item's numbers begin. */
    int item(int row, int place) {
        return row * items.stride() + place * dimension();
    }

    /** Where the numbers of a row's candidate begin. */
    int candidate(int row) {
        return row * input.stride() + encoded.candidate();
    }
}
