package io.thalweg.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CosineTest {
    @Test
    void itIsTheCosine() {
        for (int i = -400_000; i <= 400_000; i++) {
            float turns = i / 131_072f;
            double expected = StrictMath.cos(2 * StrictMath.PI * turns);
            assertThat((double) Cosine.ofTurns(turns)).as("%s turns", turns).isCloseTo(expected, within(1e-7));
        }
    }

    @Test
    void wholeTurnsChangeNothing() {
        for (float turns : new float[] {0.125f, -0.375f, 0.5f, 0.0625f}) {
            assertThat(Cosine.ofTurns(turns + 100_000)).isEqualTo(Cosine.ofTurns(turns));
        }
        assertThat(Cosine.ofTurns(0)).isEqualTo(1);
        assertThat(Cosine.ofTurns(-0.5f)).isEqualTo(-1);
        assertThat(Cosine.ofTurns(0.25f)).isZero();
    }

    @Test
    void whatIsTooFarOrNoNumberStaysWithinBounds() {
        assertThat(Cosine.ofTurns(3e38f)).isEqualTo(1);
        assertThat(Cosine.ofTurns(Float.POSITIVE_INFINITY)).isNaN();
        assertThat(Cosine.ofTurns(Float.NaN)).isNaN();
    }
}
