package io.thalweg.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SquashTest {
    private static final int COUNT = 400_001;

    private static float[] axis() {
        float[] x = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            x[i] = (i - COUNT / 2) * 1e-4f;
        }
        return x;
    }

    @Test
    void tanhIsThatOfTheJdkToAFewUlps() {
        float[] x = axis();
        float[] y = x.clone();
        Squash.tanh(y, 0, COUNT);
        for (int i = 0; i < COUNT; i++) {
            double expected = StrictMath.tanh(x[i]);
            assertThat(Math.abs(y[i] - expected)).isLessThanOrEqualTo(5e-7 * Math.abs(expected));
            assertThat(Math.abs(y[i])).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void logisticIsThatOfTheJdk() {
        float[] x = axis();
        float[] y = x.clone();
        Squash.logistic(y, 0, COUNT);
        for (int i = 0; i < COUNT; i++) {
            assertThat(Math.abs(y[i] - 1 / (1 + StrictMath.exp(-x[i])))).isLessThanOrEqualTo(3e-7);
        }
    }

    @Test
    void farOutTheyAreTheirLimitsAndWhatIsNoNumberStaysNone() {
        float[] x = {1e30f, -1e30f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN};
        Squash.tanh(x, 0, x.length);
        assertThat(x).containsExactly(1, -1, 1, -1, Float.NaN);
    }

    @Test
    void nothingBesidesIsTouched() {
        float[] x = {2, 2, 2};
        Squash.logistic(x, 1, 2);
        assertThat(x[0]).isEqualTo(2);
        assertThat(x[2]).isEqualTo(2);
        assertThat(x[1]).isBetween(0.88f, 0.89f);
    }
}
