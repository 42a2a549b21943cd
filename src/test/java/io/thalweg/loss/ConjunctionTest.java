package io.thalweg.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConjunctionTest {
    private static final double H = 1e-6;

    @Test
    void oneThingAloneHasItsOwnLogOdds() {
        for (double part = -30; part <= 30; part += 0.37) {
            assertThat(Conjunction.logOdds(new double[] {part})).isCloseTo(part, within(1e-9));
        }
    }

    @Test
    void chancesAreMultiplied() {
        double odds = Conjunction.logOdds(new double[] {StrictMath.log(0.25 / 0.75), StrictMath.log(0.4 / 0.6)});
        assertThat(odds).isCloseTo(StrictMath.log(0.1 / 0.9), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void slopesAreThoseOfTheLogOdds(int count) {
        var random = new SplittableRandom(count);
        double[] slopes = new double[count];
        for (int trial = 0; trial < 300; trial++) {
            double[] parts = random.doubles(count, -12, 12).toArray();
            Conjunction.slopes(parts, slopes);
            for (int i = 0; i < count; i++) {
                double at = parts[i];
                parts[i] = at + H;
                double above = Conjunction.logOdds(parts);
                parts[i] = at - H;
                double below = Conjunction.logOdds(parts);
                parts[i] = at;
                assertThat(slopes[i]).isCloseTo((above - below) / (2 * H), within(1e-6));
            }
        }
    }

    /** Far out the least of two that are far below 0 adds up, and the lower of two that are above is what counts. */
    @Test
    void extremeScoresNeitherOverflowNorVanish() {
        assertThat(Conjunction.logOdds(new double[] {-500, -700})).isCloseTo(-1_200, within(1e-9));
        assertThat(Conjunction.logOdds(new double[] {-3e38, -3e38})).isCloseTo(-6e38, within(1e26));
        assertThat(Conjunction.logOdds(new double[] {400, 50})).isCloseTo(50, within(1e-9));
        assertThat(Conjunction.logOdds(new double[] {600, 600})).isCloseTo(600 - StrictMath.log(2), within(1e-9));
        double[] slopes = new double[2];
        for (double part : new double[] {-3e38, -800, 0, 300, 700, 900, 3e38}) {
            for (double other : new double[] {-3e38, -800, 0, 300, 700, 900, 3e38}) {
                double[] parts = {part, other};
                assertThat(Conjunction.logOdds(parts)).isBetween(-1e39, 1e39);
                Conjunction.slopes(parts, slopes);
                for (double slope : slopes) {
                    assertThat(slope).isBetween(0.0, 1 + 1e-12);
                }
            }
        }
    }
}
