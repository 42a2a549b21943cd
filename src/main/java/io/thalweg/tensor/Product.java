package io.thalweg.tensor;

import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A matrix product bound once to its operands and run for ever: {@code out = a b}, or {@code out += a b}.
 *
 * <p>Making the operation anew at each call costs more than a small product itself and leaves native garbage behind.
 */
public final class Product {
    private final OpExecutioner executioner = Nd4j.getExecutioner();
    private final Mmul operation;
    private final OpContext context;

    /** {@code out = a b}; with {@code Operand.transposed} either factor counts by columns. */
    public static Product into(Matrix out, Operand a, Operand b) {
        return new Product(out, a, b, 0);
    }

    /** {@code out += a b}. */
    public static Product onto(Matrix out, Operand a, Operand b) {
        return new Product(out, a, b, 1);
    }

    private Product(Matrix out, Operand a, Operand b, double beta) {
        var transpose = MMulTranspose.builder()
                .transposeA(a.transposed())
                .transposeB(b.transposed())
                .build();
        INDArray x = a.matrix().array();
        INDArray y = b.matrix().array();
        operation = new Mmul(x, y, out.array(), 1, beta, transpose);
        context = executioner.buildContext();
        context.setInputArrays(x, y);
        context.setOutputArrays(out.array());
        context.setIArguments(operation.iArgs());
        context.setTArguments(operation.tArgs());
        context.setBArguments(operation.bArgs());
    }

    public void run() {
        executioner.exec(operation, context);
    }

    /** A factor of a product. */
    public record Operand(Matrix matrix, boolean transposed) {
        /** The matrix as it is. */
        public static Operand of(Matrix matrix) {
            return new Operand(matrix, false);
        }

        /** Its transpose, without moving a number. */
        public static Operand transposed(Matrix matrix) {
            return new Operand(matrix, true);
        }
    }
}
