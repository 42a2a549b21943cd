package io.thalweg.model;

import java.util.Arrays;
import java.util.stream.IntStream;

/** A table of a model that stands still, as it is read: a row for each bucket, whatever is stored of it. */
public final class FrozenTable {
    private static final int CHUNK = 4_096; // buckets that are read at once

    private final StagedTable staged;
    private final int buckets;
    private final boolean isLinear;

    FrozenTable(StagedTable staged, int buckets, boolean isLinear) {
        this.staged = staged;
        this.buckets = buckets;
        this.isLinear = isLinear;
    }

    /** Whether its rows are weights of the scores, and not embeddings. */
    public boolean isLinear() {
        return isLinear;
    }

    /** The slots that it serves, see {@link Wiring}. */
    public int[] slots() {
        return staged.slots().clone();
    }

    public int buckets() {
        return buckets;
    }

    /** Numbers in a row. */
    public int width() {
        return staged.table().width();
    }

    /**
     * {@code [buckets, width]}, made anew.
     *
     * @throws ArithmeticException if these are more numbers than an array can hold
     */
    public float[] rows() {
        float[] rows = new float[Math.multiplyExact(buckets, width())];
        visit((first, some) -> System.arraycopy(some, 0, rows, first * width(), some.length));
        return rows;
    }

    /** The buckets whose rows are not what they began as, ascending. */
    public int[] learned() {
        IntStream.Builder learned = IntStream.builder();
        visit((first, some) -> IntStream.range(0, some.length / width())
                .filter(row -> isLearned(first + row, some, row * width()))
                .forEach(row -> learned.add(first + row)));
        return learned.build().toArray();
    }

    private boolean isLearned(int bucket, float[] rows, int at) {
        RowStart start = staged.table().start();
        int column = 0;
        while (column < width() && rows[at + column] == start.parameter(bucket, column)) {
            column++;
        }
        return column < width();
    }

    /** Some rows, side by side. */
    private interface Chunk {
        void visit(int first, float[] rows);
    }

    private void visit(Chunk chunk) {
        EmbeddingTable table = staged.table();
        for (int from = 0; from < buckets; from += CHUNK) {
            int count = Math.min(CHUNK, buckets - from);
            int[] some = IntStream.range(from, from + count).toArray();
            table.begin(count);
            table.stage(some, 0, count, new int[count], 0);
            table.gather();
            if (staged.decay() != null) {
                staged.decay().pay();
            }
            chunk.visit(from, Arrays.copyOf(table.parameters(), count * width()));
        }
    }
}
