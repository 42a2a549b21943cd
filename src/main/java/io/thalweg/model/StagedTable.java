package io.thalweg.model;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A table and the slots whose buckets it holds: where each occurrence's row is among the staged ones. */
final class StagedTable {
    private static final int SETTLED = 4_096; // rows that are staged at once to pay

    private final EmbeddingTable table;
    private final @Nullable RowDecay decay;
    private final int[] slots;
    private final int[] begin; // of each of the slots, where its occurrences begin in staged
    private int[] staged = new int[0]; // [occurrences of the slots] index of the row among the staged ones

    StagedTable(EmbeddingTable table, int[] slots, @Nullable RowDecay decay) {
        this.table = table;
        this.decay = decay;
        this.slots = slots;
        begin = new int[slots.length];
    }

    /** One that stages rows of the same table by itself, to be read. */
    StagedTable reader() {
        EmbeddingTable same = table.reader();
        return new StagedTable(same, slots, decay == null ? null : decay.reader(same));
    }

    EmbeddingTable table() {
        return table;
    }

    Held held() {
        long parameters = (long) table.rowCount() * table.width();
        RowLife life = table.life();
        long counts = decay == null ? 0 : decay.region().values().length;
        counts += life == null ? 0 : life.region().values().length;
        RowIndex index = table.index();
        counts += index == null ? 0 : index.region().values().length;
        long state = table.region().values().length - parameters;
        return new Held(table.region().name(), table.rowCount(), parameters, state, counts);
    }

    /** Gathers the rows of the occurrences; to be called before the others. */
    void stage(Occurrences occurrences) {
        int count = 0;
        for (int slot : slots) {
            count += occurrences.to(slot) - occurrences.from(slot);
        }
        if (staged.length < count) {
            staged = new int[count];
        }
        table.begin(count);
        int next = 0;
        for (int i = 0; i < slots.length; i++) {
            int from = occurrences.from(slots[i]);
            int to = occurrences.to(slots[i]);
            begin[i] = next;
            table.stage(occurrences.buckets(), from, to, staged, next);
            next += to - from;
        }
        table.gather();
        if (decay != null) {
            decay.pay();
        }
    }

    /**
     * Moves the columns of the staged rows, equally many of each owner, that belong to somebody present.
     *
     * @param tasks that the owners are, at whose pace their columns move; below 0 for several
     */
    void step(boolean[] present, int[] tasks, Pace pace) {
        boolean[] usual = present.clone();
        for (int owner = 0; owner < present.length; owner++) {
            if (present[owner] && pace.of(tasks[owner]) != 1) {
                usual[owner] = false;
                boolean[] alone = new boolean[present.length];
                alone[owner] = true;
                table.step(columns(alone), pace.of(tasks[owner], table.start().optimiser()));
            }
        }
        table.step(columns(usual));
        if (decay != null) {
            decay.moved(columns(present), present);
        }
    }

    private int[] columns(boolean[] present) {
        int each = table.width() / present.length;
        int[] columns = new int[table.width()];
        int count = 0;
        for (int column = 0; column < columns.length; column++) {
            if (present[column / each]) {
                columns[count++] = column;
            }
        }
        return Arrays.copyOf(columns, count);
    }

    /**
     * Makes the columns in {@code [from, to)} of every row what they began as, and the optimiser's state beside them.
     * The others pay before that by the row's length as it was.
     */
    void reset(int from, int to) {
        RowIndex index = table.index();
        if (decay != null && decay.isOfGroups()) {
            settle(decay, index);
        }
        for (int row = 0; row < table.rowCount(); row++) {
            int bucket = index == null ? row : index.bucket(row);
            if (bucket >= 0) {
                table.start().reset(table.region(), row, bucket, from, to);
            }
        }
        if (decay != null) {
            decay.begin(from, to);
        }
    }

    private void settle(RowDecay decay, @Nullable RowIndex index) {
        for (int first = 0; first < table.rowCount(); first += SETTLED) {
            int[] buckets = IntStream.range(first, Math.min(first + SETTLED, table.rowCount()))
                    .map(row -> index == null ? row : index.bucket(row))
                    .filter(bucket -> bucket >= 0)
                    .toArray();
            table.begin(buckets.length);
            table.stage(buckets, 0, buckets.length, new int[buckets.length], 0);
            table.gather();
            decay.settle();
        }
    }

    @Nullable
    RowDecay decay() {
        return decay;
    }

    /** The slots that it serves: positions among all slots, ascending. */
    int[] slots() {
        return slots;
    }

    /**
     * Adds {@code size} parameters, from {@code first} on, of each occurrence's row to its example's numbers, weighted
     * by its share.
     *
     * @param to {@code [examples, stride]}, those of the slot from {@code column} on
     * @param slot position among {@link #slots()}
     */
    void addTo(float[] to, int stride, int column, Occurrences occurrences, int slot, int first, int size) {
        float[] parameters = table.parameters();
        int[] rows = occurrences.rows();
        float[] shares = occurrences.shares();
        int next = begin[slot];
        for (int at = occurrences.from(slots[slot]); at < occurrences.to(slots[slot]); at++) {
            int from = staged[next++] * table.width() + first;
            int into = rows[at] * stride + column;
            float share = shares[at];
            for (int i = 0; i < size; i++) {
                to[into + i] += share * parameters[from + i];
            }
        }
    }

    /** The way back of {@link #addTo}: adds slopes of the examples' numbers to the gradient of the rows. */
    void addFrom(float[] from, int stride, int column, Occurrences occurrences, int slot, int first, int size) {
        float[] gradient = table.gradient();
        int[] rows = occurrences.rows();
        float[] shares = occurrences.shares();
        int next = begin[slot];
        for (int at = occurrences.from(slots[slot]); at < occurrences.to(slots[slot]); at++) {
            int into = staged[next++] * table.width() + first;
            int out = rows[at] * stride + column;
            float share = shares[at];
            for (int i = 0; i < size; i++) {
                gradient[into + i] += share * from[out + i];
            }
        }
    }

    /**
     * Lays {@code size} parameters, from {@code first} on, of each occurrence's row side by side with its neighbours'.
     */
    void layOut(Rows to, Occurrences occurrences, int slot, int first, int size) {
        int next = begin[slot];
        Arrays.fill(to.counts(), 0);
        for (int at = occurrences.from(slots[slot]); at < occurrences.to(slots[slot]); at++) {
            int row = occurrences.rows()[at];
            int place = occurrences.places()[at];
            int from = staged[next++] * table.width() + first;
            System.arraycopy(table.parameters(), from, to.values(), row * to.stride() + place * size, size);
            to.counts()[row] = place + 1;
        }
    }

    /** The way back of {@link #layOut}. */
    void takeIn(Rows from, Occurrences occurrences, int slot, int first, int size) {
        float[] gradient = table.gradient();
        int next = begin[slot];
        for (int at = occurrences.from(slots[slot]); at < occurrences.to(slots[slot]); at++) {
            int into = staged[next++] * table.width() + first;
            int out = occurrences.rows()[at] * from.stride() + occurrences.places()[at] * size;
            for (int i = 0; i < size; i++) {
                gradient[into + i] += from.slopes()[out + i];
            }
        }
    }
}
