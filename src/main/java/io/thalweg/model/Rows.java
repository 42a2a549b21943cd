package io.thalweg.model;

import java.util.Arrays;

/**
 * A signal's numbers and their slopes, row-major. Every row ends with a 1, so that a bias is a row of the weights of
 * whoever reads it: neither adding it nor its gradient costs a call.
 */
final class Rows {
    private final int width;
    private final float[] values; // [rows, width + 1]
    private final float[] slopes; // like values; the last column stays 0
    private final int[] counts; // [rows]

    Rows(int width, int rows) {
        this.width = width;
        values = new float[rows * (width + 1)];
        slopes = new float[values.length];
        counts = new int[rows];
        for (int at = width; at < values.length; at += width + 1) {
            values[at] = 1;
        }
    }

    int width() {
        return width;
    }

    /** From one row to the next. */
    int stride() {
        return width + 1;
    }

    float[] values() {
        return values;
    }

    float[] slopes() {
        return slopes;
    }

    /** How many items each row has, where its numbers are those of items side by side. */
    int[] counts() {
        return counts;
    }

    /** Sets the numbers of the first rows to 0. */
    void clear(int rows) {
        Arrays.fill(values, 0, rows * stride(), 0);
        ones(rows);
    }

    /** Sets the last number of the first rows to 1, whatever became of it. */
    void ones(int rows) {
        int end = rows * stride();
        for (int at = width; at < end; at += stride()) {
            values[at] = 1;
        }
    }

    void clearSlopes(int rows) {
        Arrays.fill(slopes, 0, rows * stride(), 0);
    }

    /** max(x, 0) in place; the ones stay 1. */
    void rectify(int rows) {
        int end = rows * stride();
        for (int i = 0; i < end; i++) {
            values[i] = Math.max(values[i], 0);
        }
    }

    /** Silences the slopes of all units that {@link #rectify} silenced. */
    void maskSlopes(int rows) {
        int end = rows * stride();
        for (int i = 0; i < end; i++) {
            slopes[i] *= Math.min(1, values[i] * Float.MAX_VALUE); // 0 or 1 without a branch, which would not vectorise
        }
    }
}
