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
    private final PlainMatrix a;
    private final boolean isATransposed;
    private final PlainMatrix b;
    private final boolean isBTransposed;
    private final boolean adds;
    private final int length; // of a sum
    private final float[] factors; // a row of a
    private final float[] sums; // a row of the product
    private final float[] even = new float[UNROLLED];
    private final float[] odd = new float[UNROLLED];

    PlainProduct(PlainMatrix out, Operand a, Operand b, boolean adds) {
        this.out = out;
        this.a = (PlainMatrix) a.matrix();
        isATransposed = a.transposed();
        this.b = (PlainMatrix) b.matrix();
        isBTransposed = b.transposed();
        this.adds = adds;
        length = isATransposed ? this.a.rows() : this.a.columns();
        factors = new float[length];
        sums = new float[out.columns()];
    }

    @Override
    public void run() {
        for (int row = 0; row < out.rows(); row++) {
            float[] to = out.numbers()[row];
            if (!adds) {
                Arrays.fill(to, 0, sums.length, 0);
            }
            factorsOf(row);
            for (int from = 0; from < length; ) {
                int count = block(length - from);
                if (isBTransposed) {
                    sumAlong(from, count);
                } else {
                    sum(from, count);
                    sumEdges(row, from, count);
                }
                for (int j = 0; j < sums.length; j++) {
                    to[j] += sums[j];
                }
                from += count;
            }
        }
    }

    private void factorsOf(int row) {
        if (isATransposed) {
            for (int k = 0; k < length; k++) {
                factors[k] = a.numbers()[k][row];
            }
        } else {
            System.arraycopy(a.numbers()[row], 0, factors, 0, length);
        }
    }

    /** How many of {@code rest} are taken at once. */
    private static int block(int rest) {
        if (rest >= 2 * BLOCK) {
            return BLOCK;
        }
        return rest > BLOCK ? (rest / 2 + UNROLLED - 1) / UNROLLED * UNROLLED : rest;
    }

    private void sumAlong(int from, int count) {
        for (int j = 0; j < sums.length; j++) {
            float[] other = b.numbers()[j];
            float sum = 0;
            for (int k = from; k < from + count; k++) {
                sum = Math.fma(factors[k], other[k], sum);
            }
            sums[j] = sum;
        }
    }

    private void sum(int from, int count) {
        Arrays.fill(sums, 0);
        int k = from;
        for (; k + 4 <= from + count; k += 4) {
            addFour(k, sums, b.numbers());
        }
        for (; k < from + count; k++) {
            addOne(factors[k], b.numbers()[k], sums);
        }
    }

    private void addFour(int k, float[] to, float[][] rows) {
        float first = factors[k];
        float second = factors[k + 1];
        float third = factors[k + 2];
        float fourth = factors[k + 3];
        float[] ofFirst = rows[k];
        float[] ofSecond = rows[k + 1];
        float[] ofThird = rows[k + 2];
        float[] ofFourth = rows[k + 3];
        for (int j = 0; j < to.length; j++) {
            float sum = Math.fma(first, ofFirst[j], to[j]);
            sum = Math.fma(second, ofSecond[j], sum);
            sum = Math.fma(third, ofThird[j], sum);
            to[j] = Math.fma(fourth, ofFourth[j], sum);
        }
    }

    private static void addOne(float factor, float[] of, float[] to) {
        for (int j = 0; j < to.length; j++) {
            to[j] = Math.fma(factor, of[j], to[j]);
        }
    }

    private void sumEdges(int row, int from, int count) {
        boolean isFirstTurn = row % (2 * TURN) < TURN;
        for (int panel = 0; panel < sums.length; ) {
            int columns = block(sums.length - panel);
            int end = panel + columns / UNROLLED * UNROLLED;
            if (end - panel >= 2 * UNROLLED) {
                boolean isEven = (end - panel) % (2 * UNROLLED) == 0;
                if (isFirstTurn) {
                    sumEdge(panel, from, count);
                }
                if (isFirstTurn == isEven) {
                    sumEdge(end - UNROLLED, from, count);
                }
            }
            panel += columns;
        }
    }

    /** Sums as the kernels do where they begin and end: {@value #UNROLLED} columns from {@code column} on. */
    private void sumEdge(int column, int from, int count) {
        int ofPairs = from + count / UNROLLED * UNROLLED;
        Arrays.fill(even, 0);
        Arrays.fill(odd, 0);
        addEight(even, column, from, ofPairs, 2);
        addEight(odd, column, from + 1, ofPairs, 2);
        addEight(even, column, ofPairs, from + count, 1);
        for (int j = 0; j < UNROLLED; j++) {
            sums[column + j] = even[j] + odd[j];
        }
    }

    /** Every {@code step}th product from one on, up to another; the sums stay in registers. */
    private void addEight(float[] some, int column, int from, int to, int step) {
        float[][] rows = b.numbers();
        float s0 = some[0];
        float s1 = some[1];
        float s2 = some[2];
        float s3 = some[3];
        float s4 = some[4];
        float s5 = some[5];
        float s6 = some[6];
        float s7 = some[7];
        for (int k = from; k < to; k += step) {
            float factor = factors[k];
            float[] row = rows[k];
            s0 = Math.fma(factor, row[column], s0);
            s1 = Math.fma(factor, row[column + 1], s1);
            s2 = Math.fma(factor, row[column + 2], s2);
            s3 = Math.fma(factor, row[column + 3], s3);
            s4 = Math.fma(factor, row[column + 4], s4);
            s5 = Math.fma(factor, row[column + 5], s5);
            s6 = Math.fma(factor, row[column + 6], s6);
            s7 = Math.fma(factor, row[column + 7], s7);
        }
        some[0] = s0;
        some[1] = s1;
        some[2] = s2;
        some[3] = s3;
        some[4] = s4;
        some[5] = s5;
        some[6] = s6;
        some[7] = s7;
    }
}
