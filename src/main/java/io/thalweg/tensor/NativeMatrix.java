package io.thalweg.tensor;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A matrix outside of the heap, or a view of one. */
final class NativeMatrix implements Matrix {
    private final INDArray array;

    NativeMatrix(INDArray array) {
        this.array = array;
    }

    static NativeMatrix zeros(int rows, int columns) {
        return new NativeMatrix(Nd4j.zeros(DataType.FLOAT, rows, columns));
    }

    @Override
    public NativeMatrix withoutLastColumn() {
        return new NativeMatrix(array.get(NDArrayIndex.all(), NDArrayIndex.interval(0, array.columns() - 1)));
    }

    @Override
    public NativeMatrix withoutLastRow() {
        return new NativeMatrix(array.get(NDArrayIndex.interval(0, array.rows() - 1), NDArrayIndex.all()));
    }

    @Override
    public void put(float[] from, int at) {
        pointer().put(from, at, (int) array.length());
    }

    @Override
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
