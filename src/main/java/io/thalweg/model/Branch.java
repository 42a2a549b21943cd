package io.thalweg.model;

import java.util.List;

/**
 * Where the network begins for one set of embeddings.
 *
 * @param input embeddings and numbers
 * @param items of each encoded sequence embeddings side by side, of each image its pixels
 */
record Branch(Rows input, List<Rows> items) {
    Rows items(Wiring.Slot slot) {
        return items.get(slot.encoded());
    }
}
