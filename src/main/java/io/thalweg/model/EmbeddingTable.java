package io.thalweg.model;

import io.thalweg.check.Require;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.tensor.Draws;
import io.thalweg.tensor.Region;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows by bucket: embeddings or linear weights.
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
    private final float largest;
    private final Draws draws;
    private final @Nullable RowLife life; // null: every row has its own say, always

    // the staged batch
    private int[] buckets = new int[0]; // open addressing: bucket + 1, or 0
    private int[] places = new int[0]; // beside it: index of the staged row
    private int[] staged = new int[0]; // [unique] bucket of each staged row
    private int unique;
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
        this.largest = largest;
        this.optimiser = optimiser;
        stride = width * (1 + optimiser.slots());
        Require.that(
                (long) buckets * stride <= MOST_NUMBERS,
                "model.embedding.buckets: %d rows of %d numbers are more than the %d that the table '%s' can hold;"
                        + " take fewer buckets, a shorter embedding or an optimiser with less state",
                buckets,
                stride,
                MOST_NUMBERS,
                name);
        rows = new float[buckets * stride];
        region = new Region(name, rows);
        state = new float[optimiser.slots()][0];
        draws = Draws.of(seed, name);
        for (int row = 0; row < buckets; row++) {
            initialise(row);
        }
        life = ofRows.equals(EmbeddingLife.ENDLESS) ? null : new RowLife(name, buckets, ofRows);
    }

    /** That reads the rows of {@code original}, which stand still. */
    private EmbeddingTable(EmbeddingTable original) {
        width = original.width;
        largest = original.largest;
        optimiser = original.optimiser;
        stride = original.stride;
        rows = original.rows;
        region = original.region;
        state = new float[optimiser.slots()][0];
        draws = original.draws;
        life = original.life;
    }

    /** One that stages rows of this one by itself, to be read. */
    EmbeddingTable reader() {
        return new EmbeddingTable(this);
    }

    private void initialise(int row) {
        int at = row * stride;
        for (int i = 0; i < width; i++) {
            float value = initial(row, i);
            rows[at + i] = value;
            for (int slot = 0; slot < state.length; slot++) {
                rows[at + (slot + 1) * width + i] = optimiser.initial(slot, value);
            }
        }
    }

    private float initial(int row, int column) {
        return largest == 0 ? 0 : largest * draws.symmetric((long) row * width + column);
    }

    int width() {
        return width;
    }

    Region region() {
        return region;
    }

    @Nullable
    RowLife life() {
        return life;
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

    /** Which row of the table a staged one is. */
    int staged(int index) {
        return staged[index];
    }

    /** Forgets the last batch and makes room for {@code occurrences} of buckets. */
    void begin(int occurrences) {
        int capacity = Math.max(64, Integer.highestOneBit(occurrences * 2 - 1) << 1);
        if (buckets.length < capacity) {
            buckets = new int[capacity];
            places = new int[capacity];
            staged = new int[capacity / 2];
        } else {
            Arrays.fill(buckets, 0);
        }
        unique = 0;
        if (life != null && times.length < staged.length) {
            times = new int[staged.length];
            own = new boolean[staged.length];
            born = new boolean[staged.length];
        } else if (life != null) {
            Arrays.fill(times, 0);
        }
    }

    /** Stages the rows of {@code of[from .. to)}; their indexes among the staged rows go to {@code indexes[at ..]}. */
    void stage(int[] of, int from, int to, int[] indexes, int at) {
        for (int i = from; i < to; i++) {
            indexes[at + i - from] = stage(of[i]);
        }
        if (life != null) {
            for (int i = at; i < at + to - from; i++) {
                times[indexes[i]]++;
            }
        }
    }

    private int stage(int bucket) {
        int mask = buckets.length - 1;
        int at = bucket * 0x9e3779b9 >>> Integer.numberOfLeadingZeros(mask) & mask;
        while (buckets[at] != bucket + 1) {
            if (buckets[at] == 0) {
                buckets[at] = bucket + 1;
                places[at] = unique;
                staged[unique] = bucket;
                return unique++;
            }
            at = at + 1 & mask;
        }
        return places[at];
    }

    /** Copies the staged rows out of the table. */
    void gather() {
        int length = unique * width;
        if (parameters.length < length) {
            parameters = new float[length];
            gradient = new float[length];
            Arrays.setAll(state, slot -> new float[length]);
        }
        for (int index = 0, to = 0; index < unique; index++, to += width) {
            copyOut(staged[index] * stride, to);
            if (life != null) {
                own[index] = life.isOwn(staged[index]);
                if (!own[index]) {
                    beginAnew(index);
                }
            }
        }
    }

    /** Stages a row as it is in the beginning. */
    private void beginAnew(int index) {
        for (int i = 0; i < width; i++) {
            int at = index * width + i;
            parameters[at] = initial(staged[index], i);
            for (int slot = 0; slot < state.length; slot++) {
                state[slot][at] = optimiser.initial(slot, parameters[at]);
            }
        }
    }

    /** Whether a staged row has a say of its own, and can be moved: it is old enough, and not too old. */
    boolean isOwn(int index) {
        return life == null || own[index];
    }

    /** Whether a staged row got its say with the last {@link #see}. */
    boolean isBorn(int index) {
        return life != null && born[index];
    }

    /** To be called when the staged rows are about to be moved, before anything looks at the gradient's length. */
    void see() {
        for (int index = 0; index < unique && life != null; index++) {
            int row = staged[index];
            if (life.isOverdue(row)) {
                initialise(row);
                region.mark(row * stride, (row + 1) * stride);
            }
            life.see(row, times[index]);
            born[index] = !own[index] && life.isOwn(row);
            own[index] = life.isOwn(row);
            if (!own[index]) {
                Arrays.fill(gradient, index * width, (index + 1) * width, 0);
            }
        }
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
        for (int index = 0; index < unique; index++) {
            if (!isOwn(index)) {
                continue;
            }
            for (int column : columns) {
                rows[staged[index] * stride + column] = parameters[index * width + column];
            }
            region.mark(staged[index] * stride, (staged[index] + 1) * stride);
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

    private void stepAll() {
        optimiser.step(parameters, gradient, state, 0, unique * width);
        for (int index = 0, from = 0; index < unique; index++, from += width) {
            if (isOwn(index)) {
                copyBack(from, staged[index] * stride);
            }
        }
    }

    /** Moves the given columns, ascending, of the staged rows; the others keep value and state. */
    void step(int[] columns) {
        if (columns.length == width) {
            stepAll();
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
        optimiser.step(some, slopes, slots, 0, n);
        for (int index = 0, from = 0; index < unique; index++) {
            int row = staged[index] * stride;
            if (!isOwn(index)) {
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
        for (int index = 0, at = 0; index < unique; index++) {
            for (int column : columns) {
                to[at++] = from[index * width + column];
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

    /** Calls back with the parameters of each row in turn, state left out. */
    void visitParameters(java.util.function.ObjIntConsumer<float[]> visitor) {
        for (int at = 0; at < rows.length; at += stride) {
            visitor.accept(rows, at);
        }
    }
}
