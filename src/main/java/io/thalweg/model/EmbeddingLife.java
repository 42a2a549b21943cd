package io.thalweg.model;

import io.thalweg.check.Require;

/**
 * From when on a row of a table is learned, and for how long it is kept. What is too new or was forgotten counts as
 * what a row begins with. A row is the value's, whoever's embeddings are in it: where each task has its own, those of
 * tasks without a label come and go with it, too.
 *
 * @param admitAfter sights in learned events: the step with this one is the first to move the row; 1: from the first on
 * @param evictAfter a row that no step has seen for more than so many offsets of the train log begins anew; 0: never
 */
public record EmbeddingLife(long admitAfter, long evictAfter) {
    /** Every row from the first sight on, and for ever. */
    public static final EmbeddingLife ENDLESS = new EmbeddingLife(1, 0);

    public static final long MOST_SIGHTS = 1 << 20;
    public static final long MOST_OFFSETS = 1L << 40;

    public EmbeddingLife {
        Require.that(
                admitAfter >= 1 && admitAfter <= MOST_SIGHTS,
                "model.embedding.admit-after must be from 1 to 2^20 sights, got %d",
                admitAfter);
        Require.that(
                evictAfter >= 0 && evictAfter <= MOST_OFFSETS,
                "model.embedding.evict-after must be from 0 to 2^40 offsets, got %d",
                evictAfter);
    }
}
