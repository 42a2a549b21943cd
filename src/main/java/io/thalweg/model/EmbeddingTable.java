package io.thalweg.model;

import io.thalweg.check.Require;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.tensor.Draws;
import io.thalweg.tensor.Region;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows by bucket: embeddings or linear weights. Where there are fewer rows than buckets, some buckets have none and say
 * what a row of theirs would begin with.
 *
 * <p>A row lies in memory as {@code [parameters | state 0 | state 1 ...]}, so that reading and moving it touches one
 * place. A batch stages its rows: each bucket once, gathered into flat arrays, whatever the number of its occurrences;
 * so their gradients add up in order, and a step is one pass over flat arrays, like that of the dense part.
 */
final class EmbeddingTable {
    /** Largest initial value of an embedding. */
    static final float SMALL = 0.05f;

    static final int MOST_NUMBERS = Integer.MAX_VALUE - 1_024; // an array's, with room to round up to blocks

    private final int width; // parameters in a row
    private final int stride; // numbers in a row
    private final float[] rows;
    private final Region region;
    private final Optimiser optimiser;
    private final RowStart start;
    private final @Nullable RowLife life; // null: every row has its own say, always
    private final @Nullable RowIndex index; // null: a bucket's row is where the bucket's number says

    // the staged batch
    private final StagedBuckets staged = new StagedBuckets();
    private int[] rowOf = new int[0]; // [unique] row of each staged bucket, or -1
    private int unique; // of buckets
    private float[] parameters = new float[0]; // [unique, width]
    private float[] gradient = new float[0]; // [unique, width]
    private final float[][] state; // [slots][unique, width]
    private int[] times = new int[0]; // [unique] occurrences; only with a life, like the next two
    private boolean[] own = new boolean[0]; // [unique] whether the row has a say of its own
    private boolean[] born = new boolean[0]; // [unique] whether the last step gave it one

    /** Of rows that live for ever. */
    EmbeddingTable(String name, int buckets, int width, float largest, Optimiser optimiser, long seed) {
        this(name, buckets, width, largest, optimiser, seed, EmbeddingLife.ENDLESS);
    }

    /**
     * @param width parameters in a row
     * @param largest parameters begin as random numbers up to this
     */
    EmbeddingTable(
            String name, int buckets, int width, float largest, Optimiser optimiser, long seed, EmbeddingLife ofRows) {
        this.width = width;
        this.optimiser = optimiser;
        stride = width * (1 + optimiser.slots());
        int rowCount = ofRows.rows(buckets);
        Require.that(
                (long) rowCount * stride <= MOST_NUMBERS,
                "model.embedding.buckets: %d rows of %d numbers are more than the %d that the table '%s' can hold;"
                        + " take fewer buckets, a shorter embedding or an optimiser with less state",
                rowCount,
                stride,
                MOST_NUMBERS,
                name);
        rows = new float[rowCount * stride];
        region = new Region(name, rows);
        state = new float[optimiser.slots()][0];
        start = new RowStart(width, largest, Draws.of(seed, name), optimiser);
        life = ofRows.equals(EmbeddingLife.ENDLESS) ? null : new RowLife(name, rowCount, ofRows);
        index = ofRows.capacity() == 0 ? null : new RowIndex(name, rowCount);
        for (int row = 0; row < rowCount && index == null; row++) {
            start.write(rows, row * stride, row);
        }
    }

    /** That reads the rows of {@code original}, which stand still. */
    private EmbeddingTable(EmbeddingTable original) {
        width = original.width;
        optimiser = original.optimiser;
        stride = original.stride;
        rows = original.rows;
        region = original.region;
        state = new float[optimiser.slots()][0];
        start = original.start;
        life = original.life;
        index = original.index;
    }

    /** One that stages rows of this one by itself, to be read. */
    EmbeddingTable reader() {
        return new EmbeddingTable(this);
    }

    int width() {
        return width;
    }

    RowStart start() {
        return start;
    }

    Region region() {
        return region;
    }

    @Nullable
    RowLife life() {
        return life;
    }

    @Nullable
    RowIndex index() {
        return index;
    }

    /** {@code columns} parameters of every row, from the column {@code from} on. */
    Section section(String name, int from, int columns) {
        return new Section(name, "", rows, from, stride, rows.length / stride, columns);
    }

    int rowCount() {
        return rows.length / stride;
    }

    /** How many rows are staged. */
    int unique() {
        return unique;
    }

    /** Which row of the table a staged one is, or -1. */
    int row(int staged) {
        return rowOf[staged];
    }

    /** Forgets the last batch and makes room for {@code occurrences} of buckets. */
    void begin(int occurrences) {
        staged.begin(occurrences);
        unique = 0;
        if (index == null) {
            rowOf = staged.buckets();
        } else if (rowOf.length < staged.room()) {
            rowOf = new int[staged.room()];
        }
        if (life != null && times.length < staged.room()) {
            times = new int[staged.room()];
            own = new boolean[staged.room()];
            born = new boolean[staged.room()];
        } else if (life != null) {
            Arrays.fill(times, 0);
        }
    }

    /** Stages the rows of {@code of[from .. to)}; their indexes among the staged rows go to {@code indexes[at ..]}. */
    void stage(int[] of, int from, int to, int[] indexes, int at) {
        for (int i = from; i < to; i++) {
            indexes[at + i - from] = staged.number(of[i]);
        }
        unique = staged.count();
        if (life != null) {
            for (int i = at; i < at + to - from; i++) {
                times[indexes[i]]++;
            }
        }
    }

    /** Copies the staged rows out of the table. */
    void gather() {
        int length = unique * width;
        if (parameters.length < length) {
            parameters = new float[length];
            gradient = new float[length];
            Arrays.setAll(state, slot -> new float[length]);
        }
        for (int one = 0, to = 0; one < unique; one++, to += width) {
            if (index != null) {
                rowOf[one] = index.row(staged.buckets()[one]);
            }
            if (life != null) {
                own[one] = rowOf[one] >= 0 && life.isOwn(rowOf[one]);
            }
            if (isOwn(one)) {
                copyOut(rowOf[one] * stride, to);
            } else {
                start.stage(staged.buckets()[one], parameters, state, to);
            }
        }
    }

    /** Whether a staged row has a say of its own, and can be moved: it is old enough, and not too old. */
    boolean isOwn(int one) {
        return life == null || own[one];
    }

    /** Whether a staged row got its say with the last {@link #see}. */
    boolean isBorn(int one) {
        return life != null && born[one];
    }

    /** To be called when the staged rows are about to be moved, before anything looks at the gradient's length. */
    void see() {
        for (int one = 0; one < unique && life != null; one++) {
            if (index != null && rowOf[one] < 0) {
                rowOf[one] = take(index, life, staged.buckets()[one]);
            }
            boolean was = own[one];
            own[one] = rowOf[one] >= 0 && see(life, rowOf[one], one);
            born[one] = own[one] && !was;
            if (!own[one]) {
                Arrays.fill(gradient, one * width, (one + 1) * width, 0);
            }
        }
    }

    /** Whether it has a say of its own then. */
    private boolean see(RowLife life, int row, int one) {
        if (life.isOverdue(row)) {
            reset(row, staged.buckets()[one]);
        }
        life.see(row, times[one]);
        return life.isOwn(row);
    }

    private void reset(int row, int bucket) {
        start.write(rows, row * stride, bucket);
        region.mark(row * stride, (row + 1) * stride);
    }

    /** A row for a bucket that has none, from one that is not staged; -1 if all those that could be are. */
    private int take(RowIndex index, RowLife life, int bucket) {
        int row = index.spare(bucket, life, staged::contains);
        if (row >= 0) {
            index.give(row, bucket);
            life.forget(row);
            reset(row, bucket);
        }
        return row;
    }

    private void copyOut(int from, int to) {
        for (int i = 0; i < width; i++) {
            parameters[to + i] = rows[from + i];
        }
        int at = from + width;
        for (float[] slot : state) {
            for (int i = 0; i < width; i++) {
                slot[to + i] = rows[at + i];
            }
            at += width;
        }
    }

    /** The staged parameters: row {@code index} begins at {@code index * width()}. */
    float[] parameters() {
        return parameters;
    }

    /** State of the optimiser beside {@link #parameters()}, {@code [slots]} of the same layout. */
    float[][] state() {
        return state;
    }

    /** Writes the given columns of the staged parameters back to the table. */
    void put(int[] columns) {
        for (int one = 0; one < unique; one++) {
            if (!isOwn(one)) {
                continue;
            }
            for (int column : columns) {
                rows[rowOf[one] * stride + column] = parameters[one * width + column];
            }
            region.mark(rowOf[one] * stride, (rowOf[one] + 1) * stride);
        }
    }

    void zeroGradient() {
        Arrays.fill(gradient, 0, unique * width, 0);
    }

    /** Gradient of the staged parameters, like {@link #parameters()}. */
    float[] gradient() {
        return gradient;
    }

    /** Sum of squares of the gradient; see {@link GradientBound}. */
    double squares() {
        return GradientBound.squares(gradient, 0, unique * width);
    }

    private void stepAll(Optimiser by) {
        by.step(parameters, gradient, state, 0, unique * width);
        for (int one = 0, from = 0; one < unique; one++, from += width) {
            if (isOwn(one)) {
                copyBack(from, rowOf[one] * stride);
            }
        }
    }

    /** Moves the given columns, ascending, of the staged rows; the others keep value and state. */
    void step(int[] columns) {
        step(columns, optimiser);
    }

    /** The same by an optimiser that is another in nothing but its rate. */
    void step(int[] columns, Optimiser by) {
        if (columns.length == width) {
            stepAll(by);
            return;
        }
        int n = unique * columns.length;
        float[] some = new float[n];
        float[] slopes = new float[n];
        float[][] slots = new float[state.length][n];
        compact(columns, parameters, some);
        compact(columns, gradient, slopes);
        for (int slot = 0; slot < slots.length; slot++) {
            compact(columns, state[slot], slots[slot]);
        }
        by.step(some, slopes, slots, 0, n);
        for (int one = 0, from = 0; one < unique; one++) {
            int row = rowOf[one] * stride;
            if (!isOwn(one)) {
                from += columns.length;
                continue;
            }
            for (int column : columns) {
                rows[row + column] = some[from];
                for (int slot = 0; slot < slots.length; slot++) {
                    rows[row + (slot + 1) * width + column] = slots[slot][from];
                }
                from++;
            }
            region.mark(row, row + stride);
        }
    }

    private void compact(int[] columns, float[] from, float[] to) {
        for (int one = 0, at = 0; one < unique; one++) {
            for (int column : columns) {
                to[at++] = from[one * width + column];
            }
        }
    }

    private void copyBack(int from, int row) {
        for (int i = 0; i < width; i++) {
            rows[row + i] = parameters[from + i];
        }
        int at = row + width;
        for (float[] slot : state) {
            for (int i = 0; i < width; i++) {
                rows[at + i] = slot[from + i];
            }
            at += width;
        }
        region.mark(row, row + stride);
    }

    /** Takes over, of all rows, the columns that stood in the old table: parameters and state. */
    void inherit(EmbeddingTable old, int[] columns) {
        List<Run> runs = Run.of(columns);
        if (life != null && old.life != null) {
            life.inherit(old.life);
        }
        if (index != null && old.index != null && old != this) {
            index.inherit(old.index);
            beginAll(index);
        }
        int rowCount = rows.length / stride;
        for (int row = 0; row < rowCount; row++) {
            for (int part = 0; part <= state.length; part++) {
                int at = row * stride + part * width;
                int start = row * old.stride + part * old.width;
                for (Run run : runs) {
                    region.take(at + run.to(), old.rows, start + run.from(), run.length());
                }
            }
        }
    }

    /** Rows of buckets may have columns that the old table's had not. */
    private void beginAll(RowIndex index) {
        for (int row = 0; row < rowCount(); row++) {
            if (index.bucket(row) >= 0) {
                reset(row, index.bucket(row));
            }
        }
    }

    /** Calls back with the parameters of each row in turn, state left out. */
    void visitParameters(java.util.function.ObjIntConsumer<float[]> visitor) {
        for (int at = 0; at < rows.length; at += stride) {
            visitor.accept(rows, at);
        }
    }
}
