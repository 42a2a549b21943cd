package io.thalweg.tensor;

import java.util.function.DoubleUnaryOperator;

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations in a fixed order: nothing but sums,
 * products, quotients and square roots, which are the same everywhere. O(n^3) a sweep, of which a handful is enough.
 */
public final class Eigen {
    private static final int SWEEPS = 40;
    private static final double LITTLE = 1e-30; // of the squares off the diagonal, beside all of them

    private final double[][] rest; // diagonal in the end
    private final double[][] vectors; // in columns

    private Eigen(double[][] matrix) {
        int n = matrix.length;
        rest = new double[n][];
        vectors = new double[n][n];
        for (int i = 0; i < n; i++) {
            rest[i] = matrix[i].clone();
            vectors[i][i] = 1;
        }
    }

    /** Of a symmetric matrix, which stays as it is. */
    public static Eigen of(double[][] matrix) {
        Eigen eigen = new Eigen(matrix);
        for (int sweep = 0; sweep < SWEEPS && !eigen.isDiagonal(); sweep++) {
            for (int i = 0; i < matrix.length; i++) {
                for (int j = i + 1; j < matrix.length; j++) {
                    eigen.rotate(i, j);
                }
            }
        }
        return eigen;
    }

    private boolean isDiagonal() {
        double off = 0;
        double all = 0;
        for (int i = 0; i < rest.length; i++) {
            for (int j = 0; j < rest.length; j++) {
                double square = rest[i][j] * rest[i][j];
                all += square;
                off += i == j ? 0 : square;
            }
        }
        return off <= LITTLE * all;
    }

    /** Makes the number at (i, j) zero (Golub and Van Loan 2013, algorithm 8.5.1). */
    private void rotate(int i, int j) {
        if (rest[i][j] == 0) {
            return;
        }
        double tau = (rest[j][j] - rest[i][i]) / (2 * rest[i][j]);
        double tangent = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
        double cosine = 1 / Math.sqrt(1 + tangent * tangent);
        double sine = tangent * cosine;
        for (int k = 0; k < rest.length; k++) {
            turn(rest[k], i, j, cosine, sine);
            turn(vectors[k], i, j, cosine, sine);
        }
        for (int k = 0; k < rest.length; k++) {
            double a = rest[i][k];
            double b = rest[j][k];
            rest[i][k] = cosine * a - sine * b;
            rest[j][k] = sine * a + cosine * b;
        }
        rest[i][j] = 0;
        rest[j][i] = 0;
    }

    private static void turn(double[] row, int i, int j, double cosine, double sine) {
        double a = row[i];
        double b = row[j];
        row[i] = cosine * a - sine * b;
        row[j] = sine * a + cosine * b;
    }

    /** The eigenvalues, in no order that means anything. */
    public double[] values() {
        double[] values = new double[rest.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = rest[i][i];
        }
        return values;
    }

    /** The function of the matrix: the same eigenvectors, and what it makes of their eigenvalues. Symmetric. */
    public double[][] map(DoubleUnaryOperator function) {
        double[] values = values();
        double[][] mapped = new double[values.length][values.length];
        for (int k = 0; k < values.length; k++) {
            double value = function.applyAsDouble(values[k]);
            for (int i = 0; i < values.length; i++) {
                for (int j = 0; j <= i; j++) {
                    mapped[i][j] += value * vectors[i][k] * vectors[j][k];
                }
            }
        }
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < i; j++) {
                mapped[j][i] = mapped[i][j];
            }
        }
        return mapped;
    }
}
