package io.thalweg.tensor;

/** A matrix product bound once to its operands and run for ever: {@code out = a b}, or {@code out += a b}. */
public sealed interface Product permits NativeProduct, PlainProduct {
    /** {@code out = a b}; with {@code Operand.transposed} either factor counts by columns. All are of one kind. */
    static Product into(Matrix out, Operand a, Operand b) {
        return of(out, a, b, false);
    }

    /** {@code out += a b}. */
    static Product onto(Matrix out, Operand a, Operand b) {
        return of(out, a, b, true);
    }

    private static Product of(Matrix out, Operand a, Operand b, boolean adds) {
        return out instanceof PlainMatrix plain
                ? new PlainProduct(plain, a, b, adds)
                : new NativeProduct((NativeMatrix) out, a, b, adds);
    }

    void run();

    /** A factor of a product. */
    record Operand(Matrix matrix, boolean transposed) {
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
