package io.thalweg.tensor;

import java.util.Arrays;

/**
 * A product without native code. Where neither factor is transposed, its numbers are, bit for bit, those that OpenBLAS'
 * kernels for Haswell (0.3.21) have for these rows in a product of any multiple of 12 rows: so whoever has no native
 * library, and one row, says what a learner says that has one.
 *
 * <p>Those kernels sum a block of up to {@value #BLOCK} products by fused multiply and add, in order; but where they
 * begin and end a panel of columns they have two sums, of the even and the odd products, as long as there are
 * {@value #UNROLLED} left. They walk the panel back and forth, six rows a turn.
 */
final class PlainProduct implements Product {
    private static final int BLOCK = 320; // products summed at once, and columns in a panel
    private static final int UNROLLED = 8; // and columns at an edge
    private static final int TURN = 6;

    private final PlainMatrix out;
    private final boolean adds;
    private final int length; // of a sum
    private final float[] a;
    private final int aFirst;
    private final int aRow; // from one row to the next
    private final int aStep; // and within one
    private final PlainMatrix b;
    private final boolean isTransposed; // b
    private final float[] sums;
    private final float[] even = new float[UNROLLED];
    private final float[] odd = new float[UNROLLED];

    PlainProduct(PlainMatrix out, Operand a, Operand b, boolean adds) {
        this.out = out;
        this.adds = adds;
        PlainMatrix left = (PlainMatrix) a.matrix();
        length = a.transposed() ? left.rows() : left.columns();
        this.a = left.numbers();
        aFirst = left.first();
        aRow = a.transposed() ? 1 : left.stride();
        aStep = a.transposed() ? left.stride() : 1;
        this.b = (PlainMatrix) b.matrix();
        isTransposed = b.transposed();
        sums = new float[out.columns()];
    }

    @Override
    public void run() {
        for (int row = 0; row < out.rows(); row++) {
            int at = out.at(row);
            if (!adds) {
                Arrays.fill(out.numbers(), at, at + out.columns(), 0);
            }
            for (int from = 0; from < length; ) {
                int count = block(length - from);
                int ofA = aFirst + row * aRow + from * aStep;
                if (isTransposed) {
                    sumAlong(ofA, from, count);
                } else {
                    sum(ofA, from, count);
                    sumEdges(row, ofA, from, count);
                }
                for (int j = 0; j < sums.length; j++) {
                    out.numbers()[at + j] += sums[j];
                }
                from += count;
            }
        }
    }

    /** How many of {@code rest} are taken at once. */
    private static int block(int rest) {
        if (rest >= 2 * BLOCK) {
            return BLOCK;
        }
        return rest > BLOCK ? (rest / 2 + UNROLLED - 1) / UNROLLED * UNROLLED : rest;
    }

    private void sumAlong(int ofA, int from, int count) {
        for (int j = 0; j < sums.length; j++) {
            float sum = 0;
            for (int k = 0; k < count; k++) {
                sum = Math.fma(a[ofA + k * aStep], b.numbers()[b.at(j) + from + k], sum);
            }
            sums[j] = sum;
        }
    }

    private void sum(int ofA, int from, int count) {
        Arrays.fill(sums, 0);
        int k = 0;
        for (; k + 4 <= count; k += 4) {
            sumFour(ofA + k * aStep, b.at(from + k));
        }
        for (; k < count; k++) {
            addTo(sums, a[ofA + k * aStep], b.at(from + k));
        }
    }

    private void sumFour(int ofA, int ofB) {
        float[] numbers = b.numbers();
        float[] to = sums;
        float first = a[ofA];
        float second = a[ofA + aStep];
        float third = a[ofA + 2 * aStep];
        float fourth = a[ofA + 3 * aStep];
        int stride = b.stride();
        for (int j = 0; j < to.length; j++) {
            float sum = Math.fma(first, numbers[ofB + j], to[j]);
            sum = Math.fma(second, numbers[ofB + stride + j], sum);
            sum = Math.fma(third, numbers[ofB + 2 * stride + j], sum);
            to[j] = Math.fma(fourth, numbers[ofB + 3 * stride + j], sum);
        }
    }

    private void addTo(float[] some, float factor, int ofB) {
        float[] numbers = b.numbers();
        for (int j = 0; j < some.length; j++) {
            some[j] = Math.fma(factor, numbers[ofB + j], some[j]);
        }
    }

    private void sumEdges(int row, int ofA, int from, int count) {
        boolean isFirstTurn = row % (2 * TURN) < TURN;
        for (int panel = 0; panel < sums.length; ) {
            int columns = block(sums.length - panel);
            int end = panel + columns / UNROLLED * UNROLLED;
            if (end - panel >= 2 * UNROLLED) {
                boolean isEven = (end - panel) % (2 * UNROLLED) == 0;
                if (isFirstTurn) {
                    sumEdge(panel, ofA, from, count);
                }
                if (isFirstTurn == isEven) {
                    sumEdge(end - UNROLLED, ofA, from, count);
                }
            }
            panel += columns;
        }
    }

    /** Sums as the kernels do where they begin and end: {@value #UNROLLED} columns from {@code column} on. */
    private void sumEdge(int column, int ofA, int from, int count) {
        Arrays.fill(even, 0);
        Arrays.fill(odd, 0);
        int pairs = count / UNROLLED * UNROLLED;
        for (int k = 0; k < pairs; k += 2) {
            addTo(even, a[ofA + k * aStep], b.at(from + k) + column);
            addTo(odd, a[ofA + (k + 1) * aStep], b.at(from + k + 1) + column);
        }
        for (int k = pairs; k < count; k++) {
            addTo(even, a[ofA + k * aStep], b.at(from + k) + column);
        }
        for (int j = 0; j < UNROLLED; j++) {
            sums[column + j] = even[j] + odd[j];
        }
    }
}
