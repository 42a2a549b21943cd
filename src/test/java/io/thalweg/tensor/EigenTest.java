package io.thalweg.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EigenTest {
    private static double[][] symmetric(int n) {
        var random = new SplittableRandom(n);
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i][j] = random.nextDouble(-1, 1);
                matrix[j][i] = matrix[i][j];
            }
        }
        return matrix;
    }

    private static void assertClose(double[][] found, double[][] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i]).containsExactly(expected[i], within(1e-11));
        }
    }

    private static double[][] square(double[][] a) {
        double[][] square = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                for (int k = 0; k < a.length; k++) {
                    square[i][j] += a[i][k] * a[k][j];
                }
            }
        }
        return square;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 40})
    void valuesAndVectorsMakeTheMatrixAgain(int n) {
        double[][] matrix = symmetric(n);
        Eigen eigen = Eigen.of(matrix);
        assertClose(eigen.map(value -> value), matrix);
        assertClose(eigen.map(value -> value * value), square(matrix));
        assertClose(eigen.map(value -> 1), Eigen.of(new double[n][n]).map(value -> 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 12})
    void aRootSquaredIsTheMatrix(int n) {
        double[][] matrix = square(symmetric(n));
        assertClose(square(Eigen.of(matrix).map(value -> Math.sqrt(Math.max(0, value)))), matrix);
    }

    @Test
    void twoThatVaryTogetherHaveTheirSumAndTheirDifference() {
        assertThat(Eigen.of(new double[][] {{2, 1}, {1, 2}}).values())
                .usingComparatorWithPrecision(1e-12)
                .containsExactlyInAnyOrder(1.0, 3.0);
    }

    @Test
    void theMatrixItselfStaysAsItIs() {
        double[][] matrix = symmetric(4);
        Eigen.of(matrix);
        assertThat(matrix).isDeepEqualTo(symmetric(4));
    }
}
