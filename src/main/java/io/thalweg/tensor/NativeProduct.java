package io.thalweg.tensor;

import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;

/**
 * OpenBLAS' product.
 *
 * <p>Making the operation anew at each call costs more than a small product itself and leaves native garbage behind.
 */
final class NativeProduct implements Product {
    private final OpExecutioner executioner = Nd4j.getExecutioner();
    private final Mmul operation;
    private final OpContext context;

    NativeProduct(NativeMatrix out, Operand a, Operand b, boolean adds) {
        var transpose = MMulTranspose.builder()
                .transposeA(a.transposed())
                .transposeB(b.transposed())
                .build();
        INDArray x = ((NativeMatrix) a.matrix()).array();
        INDArray y = ((NativeMatrix) b.matrix()).array();
        operation = new Mmul(x, y, out.array(), 1, adds ? 1 : 0, transpose);
        context = executioner.buildContext();
        context.setInputArrays(x, y);
        context.setOutputArrays(out.array());
        context.setIArguments(operation.iArgs());
        context.setTArguments(operation.tArgs());
        context.setBArguments(operation.bArgs());
    }

    @Override
    public void run() {
        executioner.exec(operation, context);
    }
}
