package io.thalweg.model;

import io.thalweg.check.Require;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.regularise.Penalty;
import io.thalweg.tensor.Region;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the rows of a table pay: behind a step that moves them, and when they are next read for all steps since then. A
 * step counts for an owner of columns when that owner is present in it. In a group the length is that of the whole row,
 * and each owner's columns pay for the owner's own steps.
 *
 * <p>State: {@code [rows + 1][owners]} counts of steps, those up to which each row has paid and those of now in the
 * last place, each as two floats (thousands of millions do not fit into one).
 */
final class RowDecay {
    private static final int UNIT = 1 << 20;

    private final EmbeddingTable table;
    private final Penalty penalty;
    private final Optimiser optimiser;
    private final int owners;
    private final int each; // columns of an owner
    private final Region region;
    private final double[] unpaid; // [owners]
    private float[] strides = new float[0]; // of the staged rows

    RowDecay(EmbeddingTable table, Penalty penalty, Optimiser optimiser, int owners) {
        this.table = table;
        this.penalty = penalty;
        this.optimiser = optimiser;
        this.owners = owners;
        each = table.width() / owners;
        unpaid = new double[owners];
        long numbers = (table.rowCount() + 1L) * owners * 2;
        Require.that(
                numbers <= EmbeddingTable.MOST_NUMBERS,
                "model.regularise: to know what each of %d rows has paid takes %d numbers; take fewer buckets",
                table.rowCount(),
                numbers);
        region = new Region("decay of " + table.region().name(), new float[(int) numbers]);
    }

    /** That reads what the rows of {@code original} have paid, which stand still. */
    private RowDecay(RowDecay original, EmbeddingTable table) {
        this.table = table;
        penalty = original.penalty;
        optimiser = original.optimiser;
        owners = original.owners;
        each = original.each;
        region = original.region;
        unpaid = new double[owners];
    }

    /** One for another staging of the same table. */
    RowDecay reader(EmbeddingTable other) {
        return new RowDecay(this, other);
    }

    Region region() {
        return region;
    }

    /** Lets the staged rows pay for what they have missed; the table's own are left alone. */
    void pay() {
        readStrides();
        for (int index = 0; index < table.unique(); index++) {
            for (int owner = 0; owner < owners && table.isOwn(index); owner++) {
                unpaid[owner] = count(table.rowCount(), owner) - count(table.row(index), owner);
            }
            if (table.isOwn(index)) {
                pay(index * table.width());
            }
        }
    }

    /** Whether what an owner's columns pay depends on the others'. */
    boolean isOfGroups() {
        return penalty.group() > 0;
    }

    /** Lets the staged rows pay for what they have missed, and writes that down. */
    void settle() {
        pay();
        for (int index = 0; index < table.unique(); index++) {
            for (int owner = 0; owner < owners && table.isOwn(index); owner++) {
                set(table.row(index), owner, count(table.rowCount(), owner));
            }
        }
        table.put(IntStream.range(0, table.width()).toArray());
    }

    /** Lets the staged rows pay for a step that has just moved these columns of theirs, those of the owners present. */
    void moved(int[] columns, boolean[] present) {
        oweNothing();
        Arrays.fill(unpaid, 0);
        for (int owner = 0; owner < owners; owner++) {
            if (present[owner]) {
                unpaid[owner] = 1;
                set(table.rowCount(), owner, count(table.rowCount(), owner) + 1);
            }
        }
        table.gather();
        readStrides();
        for (int index = 0; index < table.unique(); index++) {
            if (!table.isOwn(index)) {
                continue;
            }
            pay(index * table.width());
            for (int owner = 0; owner < owners; owner++) {
                if (present[owner]) {
                    set(table.row(index), owner, count(table.rowCount(), owner));
                }
            }
        }
        table.put(columns);
    }

    /** Those that have just begun have nothing to pay for earlier steps. */
    private void oweNothing() {
        for (int index = 0; index < table.unique(); index++) {
            for (int owner = 0; owner < owners && table.isBorn(index); owner++) {
                set(table.row(index), owner, count(table.rowCount(), owner));
            }
        }
    }

    /** The columns in {@code [from, to)} have just begun: they have nothing to pay for earlier steps. */
    void begin(int from, int to) {
        for (int owner = from / each; owner < to / each; owner++) {
            for (int row = 0; row < table.rowCount(); row++) {
                set(row, owner, count(table.rowCount(), owner));
            }
        }
    }

    private void readStrides() {
        int length = table.unique() * table.width();
        if (strides.length < length) {
            strides = new float[length];
        }
        optimiser.strides(table.state(), strides, 0, length);
    }

    private void pay(int at) {
        float[] w = table.parameters();
        boolean isGroup = penalty.group() > 0;
        Penalty.Group group = isGroup
                ? Penalty.Group.of(w, strides, List.of(new Penalty.Part(at, table.width(), 1)))
                : Penalty.Group.NONE;
        for (int owner = 0; owner < owners; owner++) {
            int from = at + owner * each;
            if (unpaid[owner] > 0 && isGroup) {
                penalty.together(w, new Penalty.Part(from, each, 1), group, unpaid[owner]);
            } else if (unpaid[owner] > 0) {
                penalty.each(w, strides, from, from + each, unpaid[owner]);
            }
        }
    }

    private double count(int row, int owner) {
        int at = (row * owners + owner) * 2;
        return (double) region.values()[at] * UNIT + region.values()[at + 1];
    }

    private void set(int row, int owner, double count) {
        int at = (row * owners + owner) * 2;
        double units = Math.floor(count / UNIT);
        region.values()[at] = (float) units;
        region.values()[at + 1] = (float) (count - units * UNIT);
        region.mark(at, at + 2);
    }

    /** Takes over what the owners' rows that there were before have paid. */
    void inherit(RowDecay old, int[] origins) {
        for (int owner = 0; owner < owners; owner++) {
            for (int row = 0; row <= table.rowCount() && origins[owner] >= 0; row++) {
                int from = (row * old.owners + origins[owner]) * 2;
                region.take((row * owners + owner) * 2, old.region.values(), from, 2);
            }
        }
    }
}
