package io.thalweg.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RectifierTest {
    private static final long SEED = Long.getLong("thalweg.seed", 1);
    private static final int ROWS = 12;
    private static final int COLUMNS = 9;
    private static final int LENGTH = ROWS * COLUMNS;

    /** Twice, since what is bound once is run for ever. */
    @Test
    void silentUnitsStaySilentOnTheWayBack() {
        Platform.nativeMatrices();
        var random = new SplittableRandom(SEED);
        Matrix activations = Matrix.zeros(ROWS, COLUMNS);
        Matrix slopes = Matrix.zeros(ROWS, COLUMNS);
        Rectifier rectifier = new Rectifier(activations, slopes);
        for (int run = 0; run < 2; run++) {
            float[] x = new float[LENGTH];
            float[] d = new float[LENGTH];
            float[] expected = new float[LENGTH];
            float[] expectedSlopes = new float[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                x[i] = i % 10 == 0 ? 0 : (float) random.nextGaussian();
                d[i] = (float) random.nextGaussian();
                expected[i] = Math.max(x[i], 0);
                expectedSlopes[i] = x[i] > 0 ? d[i] : 0;
            }
            activations.put(x);
            slopes.put(d);
            rectifier.forward();
            rectifier.backward();
            float[] found = new float[LENGTH];
            activations.get(found);
            assertThat(found).usingComparatorWithPrecision(0f).containsExactly(expected);
            slopes.get(found);
            assertThat(found).usingComparatorWithPrecision(0f).containsExactly(expectedSlopes);
        }
    }
}
