package io.thalweg.serve.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.serve.page.LivePage.Truth;
import org.junit.jupiter.api.Test;

class PossibleTest {
    private static final double WINDOW = 1_000;

    private final Possible possible = new Possible(WINDOW);

    @Test
    void nothingIsKnownBeforeTheFirstSampleIsLearned() {
        possible.add(new Truth(100, 0.5));
        possible.reach(99, false);
        assertThat(possible.soFar()).isNaN();
        assertThat(possible.lately(false)).isNaN();
        possible.reach(100, false);
        assertThat(possible.soFar()).isEqualTo(0.5);
        assertThat(possible.lately(false)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void latelyFadesAsEveryLabelOnItsOwnWould() {
        double faded = 0;
        double weight = 0;
        double sum = 0;
        double fade = StrictMath.exp(-1 / WINDOW);
        for (int label = 1; label <= 6_000; label++) {
            double error = label <= 3_000 ? 0.2 : 0.6;
            sum += error;
            faded = fade * faded + error;
            weight = fade * weight + 1;
            if (label % 200 == 0) {
                possible.add(new Truth(label, sum / label));
            }
        }
        possible.reach(6_000, false);
        assertThat(possible.soFar()).isCloseTo(0.4, within(1e-9));
        assertThat(possible.lately(false))
                .isCloseTo(faded / weight, within(1e-4))
                .isCloseTo(0.58, within(0.01));
    }

    @Test
    void errorsOfValuesAreMeanOverTheirSquares() {
        possible.add(new Truth(500, 1));
        possible.add(new Truth(1_000, Math.sqrt((1 + 9) / 2.0)));
        possible.reach(1_000, true);
        double kept = StrictMath.exp(-0.5);
        assertThat(possible.lately(true)).isCloseTo(Math.sqrt((kept * 1 + 9) / (kept + 1)), within(1e-9));
    }

    @Test
    void whatWaitsForALearnerFarBehindIsBounded() {
        for (int label = 1; label <= 100_000; label++) {
            possible.add(new Truth(label, 0.3));
        }
        possible.reach(100_000, false);
        possible.add(new Truth(200_000, 0.3));
        possible.reach(200_000, false);
        assertThat(possible.lately(false)).isCloseTo(0.3, within(1e-9));
    }
}
