package io.thalweg.model;

import io.thalweg.check.Require;
import io.thalweg.tensor.Region;

/**
 * How often each row of a table was seen by steps, and when last; see {@link EmbeddingLife}.
 *
 * <p>State: {@code [rows][3]}: sights since it began, up to those that admit it, and the train-log offset of the last
 * one in two floats (thousands of millions do not fit into one).
 */
final class RowLife {
    private static final int NUMBERS = 3;
    private static final int UNIT = 1 << 20;

    private final EmbeddingLife life;
    private final Region region;
    private long now;

    RowLife(String table, int rows, EmbeddingLife life) {
        this.life = life;
        long numbers = (long) rows * NUMBERS;
        Require.that(
                numbers <= EmbeddingTable.MOST_NUMBERS,
                "model.embedding: to know when each of %d rows was seen takes %d numbers; take fewer buckets",
                rows,
                numbers);
        region = new Region("life of " + table, new float[(int) numbers]);
    }

    Region region() {
        return region;
    }

    /** What is scored or learned next stands at this offset of the train log. */
    void at(long offset) {
        now = offset;
    }

    /** Whether a row has a say of its own. */
    boolean isOwn(int row) {
        return sights(row) >= life.admitAfter() && !isOverdue(row);
    }

    /** Whether a row has not been seen for so long that it begins anew. */
    boolean isOverdue(int row) {
        return life.evictAfter() > 0 && sights(row) > 0 && now - last(row) > life.evictAfter();
    }

    /** A step sees a row, so many times. Batches are not learned in the order of their offsets: the highest counts. */
    void see(int row, int times) {
        boolean begins = sights(row) == 0 || isOverdue(row);
        float before = begins ? 0 : sights(row);
        write(row, Math.min(life.admitAfter(), before + times), begins ? now : Math.max(now, last(row)));
    }

    /** A row is given to another bucket, which no step has seen yet. */
    void forget(int row) {
        write(row, 0, 0);
    }

    /** Goes on in another log, where each offset is so much higher. */
    void move(long offsets) {
        for (int row = 0; row < region.values().length / NUMBERS; row++) {
            if (sights(row) > 0) {
                write(row, sights(row), Math.max(0, last(row) + offsets));
            }
        }
    }

    void inherit(RowLife old) {
        region.take(0, old.region.values(), 0, region.values().length);
    }

    private float sights(int row) {
        return region.values()[row * NUMBERS];
    }

    /** The train-log offset at which a step saw a row last, or 0. */
    long last(int row) {
        int at = row * NUMBERS;
        return (long) region.values()[at + 1] * UNIT + (long) region.values()[at + 2];
    }

    private void write(int row, float sights, long last) {
        int at = row * NUMBERS;
        region.values()[at] = sights;
        region.values()[at + 1] = (float) (last / UNIT);
        region.values()[at + 2] = (float) (last % UNIT);
        region.mark(at, at + NUMBERS);
    }
}
