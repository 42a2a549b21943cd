package io.thalweg.model;

import io.thalweg.check.Require;
import io.thalweg.tensor.Region;
import java.util.function.IntPredicate;

/**
 * Which bucket each row of a table is for, where there are fewer rows than buckets. Rows stand in sets of
 * {@link #WAYS}; a bucket's row is in the one set that the bucket's last digits name, as in a processor's cache, so
 * that finding it looks at one place in memory.
 *
 * <p>State: {@code [rows][2]}: 1 + the bucket, or 0, in two floats (what goes up to 2^28 does not fit into one).
 */
final class RowIndex {
    /** Rows in a set. */
    static final int WAYS = 8;

    /** Rows of a set that values wait in until they are admitted. */
    static final int WAITING = 2;

    private static final int NUMBERS = 2;
    private static final int UNIT = 1 << 20;
    private static final int NOBODY = -1;

    private final int lastSet;
    private final Region region;

    /** @param rows a power of two, at least {@link #WAYS} */
    RowIndex(String table, int rows) {
        Require.that(
                rows >= WAYS && Integer.bitCount(rows) == 1 && (long) rows * NUMBERS <= EmbeddingTable.MOST_NUMBERS,
                "model.embedding.capacity must be a power of two from %d to 2^29, got %d",
                WAYS,
                rows);
        lastSet = rows / WAYS - 1;
        region = new Region("index of " + table, new float[rows * NUMBERS]);
    }

    Region region() {
        return region;
    }

    /** The bucket that a row is for, or -1. */
    int bucket(int row) {
        int at = row * NUMBERS;
        return (int) region.values()[at] * UNIT + (int) region.values()[at + 1] - 1;
    }

    /** The row that a bucket has, or -1. */
    int row(int bucket) {
        int first = first(bucket);
        for (int row = first; row < first + WAYS; row++) {
            if (bucket(row) == bucket) {
                return row;
            }
        }
        return NOBODY;
    }

    /**
     * The row of the bucket's set that can be spared most easily: the one that steps have seen last the longest ago,
     * and of those the first; -1 if none can. Where more than {@link #WAITING} rows have no say of their own yet, it is
     * one of those: so values that are seen once do not drive out what was learned, and values that come again have the
     * time to be admitted in place of what is not seen any more.
     *
     * @param isNeeded the buckets whose rows cannot be spared
     */
    int spare(int bucket, RowLife life, IntPredicate isNeeded) {
        int first = first(bucket);
        int waiting = 0;
        for (int row = first; row < first + WAYS; row++) {
            waiting += life.isOwn(row) ? 0 : 1;
        }
        int found = NOBODY;
        for (int row = first; row < first + WAYS; row++) {
            int other = bucket(row);
            boolean isFree = other == NOBODY || !isNeeded.test(other);
            boolean isMeant = waiting <= WAITING || !life.isOwn(row);
            if (isFree && isMeant && (found == NOBODY || life.last(row) < life.last(found))) {
                found = row;
            }
        }
        return found;
    }

    private int first(int bucket) {
        return (bucket & lastSet) * WAYS;
    }

    /** Gives a row to a bucket of its set. */
    void give(int row, int bucket) {
        int at = row * NUMBERS;
        region.values()[at] = (bucket + 1) / UNIT;
        region.values()[at + 1] = (bucket + 1) % UNIT;
        region.mark(at, at + NUMBERS);
    }

    void inherit(RowIndex old) {
        region.take(0, old.region.values(), 0, region.values().length);
    }
}
