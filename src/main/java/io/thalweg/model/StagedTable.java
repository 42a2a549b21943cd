package io.thalweg.model;

/** A table and the slots whose buckets it holds: where each occurrence's row is among the staged ones. */
final class StagedTable {
    private final EmbeddingTable table;
    private final int[] slots;
    private final int[] columns; // of each of the slots, where its numbers begin in what is added to
    private int[] staged = new int[0]; // [occurrences of the slots] index of the row among the staged ones

    StagedTable(EmbeddingTable table, int[] slots, int[] columns) {
        this.table = table;
        this.slots = slots;
        this.columns = columns;
    }

    EmbeddingTable table() {
        return table;
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
        for (int slot : slots) {
            table.stage(occurrences.buckets(), occurrences.from(slot), occurrences.to(slot), staged, next);
            next += occurrences.to(slot) - occurrences.from(slot);
        }
        table.gather();
    }

    /**
     * Adds {@code size} parameters, from {@code first} on, of each occurrence's row to its example's numbers.
     *
     * @param to {@code [examples, width]}
     */
    void addTo(float[] to, int width, Occurrences occurrences, int first, int size) {
        float[] parameters = table.parameters();
        int[] rows = occurrences.rows();
        float[] shares = occurrences.shares();
        int next = 0;
        for (int s = 0; s < slots.length; s++) {
            for (int at = occurrences.from(slots[s]); at < occurrences.to(slots[s]); at++) {
                int from = staged[next++] * table.width() + first;
                int into = rows[at] * width + columns[s];
                float share = shares[at];
                for (int i = 0; i < size; i++) {
                    to[into + i] += share * parameters[from + i];
                }
            }
        }
    }

    /** The way back of {@link #addTo}: adds slopes of the examples' numbers to the gradient of the rows. */
    void addFrom(float[] from, int width, Occurrences occurrences, int first, int size) {
        float[] gradient = table.gradient();
        int[] rows = occurrences.rows();
        float[] shares = occurrences.shares();
        int next = 0;
        for (int s = 0; s < slots.length; s++) {
            for (int at = occurrences.from(slots[s]); at < occurrences.to(slots[s]); at++) {
                int into = staged[next++] * table.width() + first;
                int out = rows[at] * width + columns[s];
                float share = shares[at];
                for (int i = 0; i < size; i++) {
                    gradient[into + i] += share * from[out + i];
                }
            }
        }
    }
}
