package io.thalweg.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.loss.Loss;
import io.thalweg.loss.Squared;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTallyTest {
    private static final long SEED = Long.getLong("thalweg.seed", 1);
    private static final int LABELS = 2_000;
    private static final Loss LOSS = new Squared();

    private final float[] scores = new float[LABELS];
    private final float[] labels = new float[LABELS];

    private Quality.OfValues counted(Tally tally, double offset) {
        var random = new SplittableRandom(SEED);
        for (int i = 0; i < LABELS; i++) {
            labels[i] = (float) (offset + random.nextGaussian());
            scores[i] = (float) (offset + 0.5 * (labels[i] - offset) + 0.3 * random.nextGaussian());
            tally.count(scores, i, labels[i], LOSS.value(scores, i, labels[i]), 4);
        }
        return (Quality.OfValues) tally.quality();
    }

    /** Every figure by its definition, in two passes, label {@code i} weighing {@code keep ^ (LABELS - 1 - i)}. */
    private Quality.OfValues twoPasses(double keep) {
        double[] weights = new double[LABELS];
        double weight = 0;
        double meanScore = 0;
        double meanLabel = 0;
        for (int i = 0; i < LABELS; i++) {
            weights[i] = Math.pow(keep, LABELS - 1.0 - i);
            weight += weights[i];
            meanScore += weights[i] * scores[i];
            meanLabel += weights[i] * labels[i];
        }
        meanScore /= weight;
        meanLabel /= weight;
        double[] sums = new double[5]; // e^2, |e|, ss, sl, ll
        for (int i = 0; i < LABELS; i++) {
            double error = (double) scores[i] - labels[i];
            sums[0] += weights[i] * error * error;
            sums[1] += weights[i] * Math.abs(error);
            sums[2] += weights[i] * (scores[i] - meanScore) * (scores[i] - meanScore);
            sums[3] += weights[i] * (scores[i] - meanScore) * (labels[i] - meanLabel);
            sums[4] += weights[i] * (labels[i] - meanLabel) * (labels[i] - meanLabel);
        }
        return new Quality.OfValues(
                weight, Math.sqrt(sums[0] / weight), sums[1] / weight, sums[3] / Math.sqrt(sums[2] * sums[4]), 2);
    }

    private static void assertAlike(Quality.OfValues found, Quality.OfValues expected) {
        assertThat(found.count()).isCloseTo(expected.count(), within(1e-8 * expected.count()));
        assertThat(found.rmse()).isCloseTo(expected.rmse(), within(1e-9));
        assertThat(found.mae()).isCloseTo(expected.mae(), within(1e-9));
        assertThat(found.correlation()).isCloseTo(expected.correlation(), within(1e-9));
        assertThat(found.baselineRmse()).isCloseTo(expected.baselineRmse(), within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -30, 10_000})
    void lifetimeFiguresAreThoseOfTwoPasses(double offset) {
        assertAlike(counted(Tally.lifetime(LOSS), offset), twoPasses(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 5, 300})
    void fadingFiguresAreThoseOfTwoPassesWithFadingWeights(long window) {
        assertAlike(counted(Tally.fading(LOSS, window), 7), twoPasses(1 - 1.0 / window));
    }

    @Test
    void beforeTheFirstLabelNothingIsKnown() {
        var quality = (Quality.OfValues) Tally.lifetime(LOSS).quality();
        assertThat(quality.count()).isZero();
        assertThat(new double[] {quality.rmse(), quality.mae(), quality.correlation(), quality.baselineRmse()})
                .containsOnly(Double.NaN);
    }

    @Test
    void whatNeverVariesCorrelatesWithNothing() {
        Tally tally = Tally.lifetime(LOSS);
        for (int i = 0; i < 10; i++) {
            tally.count(new float[] {0.1f}, 0, i, 1, 1);
        }
        assertThat(((Quality.OfValues) tally.quality()).correlation()).isNaN();
    }
}
