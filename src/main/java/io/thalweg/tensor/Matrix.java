package io.thalweg.tensor;

/** A row-major single-precision matrix, or a view of one. One owner thread. */
public sealed interface Matrix permits NativeMatrix, PlainMatrix {
    /** A {@code [rows, columns]} matrix of zeros, where native products can reach it. */
    static Matrix zeros(int rows, int columns) {
        return NativeMatrix.zeros(rows, columns);
    }

    /** A {@code [rows, columns]} matrix of zeros on the heap, for products without native code. */
    static Matrix plain(int rows, int columns) {
        return new PlainMatrix(rows, columns);
    }

    /** A live view of all columns but the last. */
    Matrix withoutLastColumn();

    /** A live view of all rows but the last. */
    Matrix withoutLastRow();

    /** Overwrites everything, row by row; not for views with gaps. */
    default void put(float[] from) {
        put(from, 0);
    }

    /** The same, from what begins at {@code at}. */
    void put(float[] from, int at);

    /** Copies everything out, row by row; not for views with gaps. */
    default void get(float[] to) {
        get(to, 0);
    }

    /** The same, to where {@code at} is. */
    void get(float[] to, int at);
}
