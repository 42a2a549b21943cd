package io.thalweg.model;

import io.thalweg.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The numbers of rows that layers are bound to, and where their products are made.
 *
 * @param rungs ascending
 * @param isPlain without native code: for who only reads a model, one example at a time
 */
public record Ladder(int[] rungs, boolean isPlain) {
    /**
     * Batches are padded to a multiple of this. With OpenBLAS' Haswell kernels a row's result then does not depend on
     * how many rows stand beside it, so a request is scored as if it had come in a full batch.
     */
    static final int ROWS_UNIT = 12;

    /** For batches of up to so many examples. */
    public static Ladder upTo(int largestBatch) {
        int top = (largestBatch + ROWS_UNIT - 1) / ROWS_UNIT * ROWS_UNIT;
        List<Integer> rungs = new ArrayList<>();
        for (int rows = ROWS_UNIT; rows < top; rows *= 2) {
            rungs.add(rows);
        }
        rungs.add(top);
        return new Ladder(rungs.stream().mapToInt(Integer::intValue).toArray(), false);
    }

    /** For one example at a time, which is scored as if it stood in the first row of a batch. */
    public static Ladder single() {
        return new Ladder(new int[] {1}, true);
    }

    /** Of what has so many rows for each of these. */
    Ladder times(int factor) {
        return new Ladder(Arrays.stream(rungs).map(rows -> rows * factor).toArray(), isPlain);
    }

    int top() {
        return rungs[rungs.length - 1];
    }

    /** The first rung that holds so many rows. */
    int rung(int rows) {
        int rung = 0;
        while (rungs[rung] < rows) {
            rung++;
        }
        return rung;
    }

    /** How many rows that rung has. */
    int rows(int atLeast) {
        return rungs[rung(atLeast)];
    }

    Matrix zeros(int rows, int columns) {
        return isPlain ? Matrix.plain(rows, columns) : Matrix.zeros(rows, columns);
    }
}
