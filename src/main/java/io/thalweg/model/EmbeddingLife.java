package io.thalweg.model;

import io.thalweg.check.Require;

/**
 * From when on a row of a table is learned, for how long it is kept, and how many there are at most. What is too new or
 * was forgotten counts as what a row begins with. A row is the value's, whoever's embeddings are in it: where each task
 * has its own, those of tasks without a label come and go with it, too.
 *
 * @param admitAfter sights in learned events: the step with this one is the first to move the row; 1: from the first on
 * @param evictAfter a row that no step has seen for more than so many offsets of the train log begins anew; 0: never
 * @param capacity rows of a table, a power of two: where there is none for a bucket, a step that sees it takes one from
 *     another bucket, see {@link RowIndex#spare}; 0: a row for each bucket
 */
public record EmbeddingLife(long admitAfter, long evictAfter, int capacity) {
    /** Every row from the first sight on, and for ever. */
    public static final EmbeddingLife ENDLESS = new EmbeddingLife(1, 0);

    /** Fewest rows that a capacity can allow. */
    public static final int LEAST_CAPACITY = RowIndex.WAYS;

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
        Require.that(
                capacity == 0 || capacity >= LEAST_CAPACITY && Integer.bitCount(capacity) == 1,
                "model.embedding.capacity must be a power of two such as 2^18, at least %d, got %d",
                LEAST_CAPACITY,
                capacity);
    }

    /** With a row for each bucket. */
    public EmbeddingLife(long admitAfter, long evictAfter) {
        this(admitAfter, evictAfter, 0);
    }

    /** The same with another number of rows. */
    public EmbeddingLife withCapacity(int rows) {
        return new EmbeddingLife(admitAfter, evictAfter, rows);
    }

    /** How many rows a table of so many buckets has. */
    int rows(int buckets) {
        return capacity == 0 ? buckets : capacity;
    }

    /** As checkpoints have it, also those from before there was a capacity. */
    @Override
    public String toString() {
        String rest = capacity == 0 ? "" : ", capacity=" + capacity;
        return "EmbeddingLife[admitAfter=%d, evictAfter=%d%s]".formatted(admitAfter, evictAfter, rest);
    }
}
