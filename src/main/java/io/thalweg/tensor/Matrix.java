package io.thalweg.tensor;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A row-major single-precision matrix outside of the heap, or a view of one. One owner thread. */
public final class Matrix {
    private final INDArray array;

    private Matrix(INDArray array) {
        this.array = array;
    }

    /** A {@code [rows, columns]} matrix of zeros. */
    public static Matrix zeros(int rows, int columns) {
        return new Matrix(Nd4j.zeros(DataType.FLOAT, rows, columns));
    }

    /** A live {@code [rows, columns]} view of this {@code [1, n]} matrix from column {@code from} on. */
    public Matrix window(int from, int rows, int columns) {
        return new Matrix(array.get(NDArrayIndex.point(0), NDArrayIndex.interval(from, from + (long) rows * columns))
                .reshape('c', rows, columns));
    }

    /** A live view of all columns but the last. */
    public Matrix withoutLastColumn() {
        return new Matrix(array.get(NDArrayIndex.all(), NDArrayIndex.interval(0, array.columns() - 1)));
    }

    /** A live view of all rows but the last. */
    public Matrix withoutLastRow() {
        return new Matrix(array.get(NDArrayIndex.interval(0, array.rows() - 1), NDArrayIndex.all()));
    }

    /** Sets the last column to 1. */
    public Matrix withOnes() {
        array.getColumn(array.columns() - 1).assign(1);
        return this;
    }

    /** Overwrites everything, row by row; not for views with gaps. */
    public void put(float[] from) {
        put(from, 0);
    }

    /** The same, from what begins at {@code at}. */
    public void put(float[] from, int at) {
        pointer().put(from, at, (int) array.length());
    }

    /** Copies everything out, row by row; not for views with gaps. */
    public void get(float[] to) {
        get(to, 0);
    }

    /** The same, to where {@code at} is. */
    public void get(float[] to, int at) {
        pointer().get(to, at, (int) array.length());
    }

    INDArray array() {
        return array;
    }

    private FloatPointer pointer() {
        return (FloatPointer) array.data().addressPointer();
    }
}
