package io.thalweg.tensor;

import io.thalweg.check.Require;
import java.util.Arrays;

/**
 * A matrix on the heap, or a view of one.
 *
 * @param numbers where they are; element {@code (i, j)} at {@code first + i * stride + j}
 */
record PlainMatrix(float[] numbers, int first, int rows, int columns, int stride) implements Matrix {
    PlainMatrix(int rows, int columns) {
        this(new float[rows * columns], 0, rows, columns, columns);
    }

    @Override
    public PlainMatrix window(int from, int ofRows, int ofColumns) {
        Require.that(rows == 1, "a window is of a single row, not of %d", rows);
        return new PlainMatrix(numbers, first + from, ofRows, ofColumns, ofColumns);
    }

    @Override
    public PlainMatrix withoutLastColumn() {
        return new PlainMatrix(numbers, first, rows, columns - 1, stride);
    }

    @Override
    public PlainMatrix withoutLastRow() {
        return new PlainMatrix(numbers, first, rows - 1, columns, stride);
    }

    @Override
    public PlainMatrix withOnes() {
        for (int row = 0; row < rows; row++) {
            Arrays.fill(numbers, at(row) + columns - 1, at(row) + columns, 1);
        }
        return this;
    }

    @Override
    public void put(float[] from, int at) {
        System.arraycopy(from, at, numbers, first, rows * columns);
    }

    @Override
    public void get(float[] to, int at) {
        System.arraycopy(numbers, first, to, at, rows * columns);
    }

    /** Where a row begins. */
    int at(int row) {
        return first + row * stride;
    }
}
