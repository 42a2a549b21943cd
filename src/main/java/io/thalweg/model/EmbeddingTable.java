package io.thalweg.model;

import io.thalweg.check.Require;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.tensor.Draws;
import io.thalweg.tensor.Region;
import java.util.Arrays;
import java.util.List;

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

    // the staged batch
    private int[] buckets = new int[0]; // open addressing: bucket + 1, or 0
    private int[] places = new int[0]; // beside it: index of the staged row
    private int[] staged = new int[0]; // [unique] bucket of each staged row
    private int unique;
    private float[] parameters = new float[0]; // [unique, width]
    private float[] gradient = new float[0]; // [unique, width]
    private final float[][] state; // [slots][unique, width]

    /**
     * @param width parameters in a row
     * @param largest parameters begin as random numbers up to this
     */
    EmbeddingTable(String name, int buckets, int width, float largest, Optimiser optimiser, long seed) {
        this.width = width;
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
        Draws draws = Draws.of(seed, name);
        for (int row = 0, at = 0; row < buckets; row++, at += stride) {
            for (int i = 0; i < width; i++) {
                float value = largest == 0 ? 0 : largest * draws.symmetric((long) row * width + i);
                rows[at + i] = value;
                for (int slot = 0; slot < state.length; slot++) {
                    rows[at + (slot + 1) * width + i] = optimiser.initial(slot, value);
                }
            }
        }
    }

    int width() {
        return width;
    }

    Region region() {
        return region;
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
    }

    /** Stages the rows of {@code of[from .. to)}; their indexes among the staged rows go to {@code indexes[at ..]}. */
    void stage(int[] of, int from, int to, int[] indexes, int at) {
        for (int i = from; i < to; i++) {
            indexes[at + i - from] = stage(of[i]);
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
            copyBack(from, staged[index] * stride);
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
