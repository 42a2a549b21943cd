package io.thalweg.balance;

/** {@code L L' = A} of a small symmetric matrix, and what can be solved with it. */
final class Cholesky {
    private static final double LEAST = 1e-9; // that is left of a diagonal of about 1

    private final double[][] lower;
    private final boolean isDefinite;

    private Cholesky(double[][] lower, boolean isDefinite) {
        this.lower = lower;
        this.isDefinite = isDefinite;
    }

    static Cholesky of(double[][] matrix) {
        int n = matrix.length;
        double[][] lower = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double left = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    left -= lower[i][k] * lower[j][k];
                }
                if (i == j && !(left > LEAST)) {
                    return new Cholesky(lower, false);
                }
                lower[i][j] = i == j ? Math.sqrt(left) : left / lower[j][j];
            }
        }
        return new Cholesky(lower, true);
    }

    /** Whether the matrix is positive definite, and not barely so; only then can anything be solved. */
    boolean isDefinite() {
        return isDefinite;
    }

    /** The {@code x} of {@code A x = b}. */
    double[] solve(double[] b) {
        double[] x = b.clone();
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= lower[i][k] * x[k];
            }
            x[i] /= lower[i][i];
        }
        for (int i = x.length - 1; i >= 0; i--) {
            for (int k = i + 1; k < x.length; k++) {
                x[i] -= lower[k][i] * x[k];
            }
            x[i] /= lower[i][i];
        }
        return x;
    }
}
