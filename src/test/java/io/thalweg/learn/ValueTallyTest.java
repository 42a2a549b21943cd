package io.thalweg.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.loss.Loss;
import io.thalweg.loss.Poisson;
import io.thalweg.loss.Quantile;
import io.thalweg.loss.Squared;
import io.thalweg.loss.ZeroInflatedLogNormal;
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
            tally.count(scores, i, new Judged(labels[i], LOSS.value(scores, i, labels[i]), 3, 4));
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
                weight,
                sums[0] / weight / 2,
                3,
                Math.sqrt(sums[0] / weight),
                sums[1] / weight,
                sums[3] / Math.sqrt(sums[2] * sums[4]),
                Double.NaN,
                Double.NaN,
                2);
    }

    private static void assertAlike(Quality.OfValues found, Quality.OfValues expected) {
        assertThat(found.count()).isCloseTo(expected.count(), within(1e-8 * expected.count()));
        assertThat(found.loss()).isCloseTo(expected.loss(), within(1e-9));
        assertThat(found.baselineLoss()).isCloseTo(expected.baselineLoss(), within(1e-9));
        assertThat(found.calibration()).isNaN();
        assertThat(found.coverage()).isNaN();
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
        assertThat(new double[] {
                    quality.rmse(), quality.mae(), quality.correlation(), quality.baselineRmse(), quality.loss()
                })
                .containsOnly(Double.NaN);
        assertThat(quality.main().name()).isEqualTo("RMSE");
    }

    private static Quality.OfValues counted(Loss loss, float[]... scoresAndLabel) {
        Tally tally = Tally.lifetime(loss);
        for (float[] row : scoresAndLabel) {
            tally.count(row, 0, new Judged(row[loss.outputs()], 1, 2, 9));
        }
        return (Quality.OfValues) tally.quality();
    }

    @Test
    void aQuantileIsJudgedByItsLossAndHowManyLabelsItCovers() {
        Quality.OfValues quality = counted(
                new Quantile(0.9), new float[] {3, 2}, new float[] {3, 3}, new float[] {3, 4}, new float[] {5, -1});
        assertThat(quality.coverage()).isEqualTo(0.75);
        assertThat(quality.main()).isEqualTo(new Quality.Figure("loss", 1, 2));
        assertThat(new double[] {quality.rmse(), quality.mae(), quality.baselineRmse(), quality.calibration()})
                .containsOnly(Double.NaN);
    }

    @Test
    void amountsAreJudgedByWhatTheyArePredictedToBe() {
        float two = (float) Math.log(2);
        Quality.OfValues rate = counted(new Poisson(), new float[] {two, 1}, new float[] {two, 5});
        assertThat(rate.calibration()).isCloseTo(4.0 / 6, within(1e-6));
        assertThat(rate.rmse()).isCloseTo(Math.sqrt(5), within(1e-6));
        assertThat(rate.mae()).isCloseTo(2, within(1e-6));
        assertThat(rate.baselineRmse()).isEqualTo(3);
        assertThat(rate.coverage()).isNaN();
        assertThat(rate.main().name()).isEqualTo("RMSE");
        Loss spend = new ZeroInflatedLogNormal();
        float[] expectation = new float[3];
        spend.predict(new float[] {0, 1, -1}, 0, expectation, 0);
        assertThat(counted(spend, new float[] {0, 1, -1, 0}, new float[] {0, 1, -1, 4})
                        .calibration())
                .isCloseTo(expectation[0] / 2, within(1e-6));
    }

    @Test
    void whatNeverVariesCorrelatesWithNothing() {
        Tally tally = Tally.lifetime(LOSS);
        for (int i = 0; i < 10; i++) {
            tally.count(new float[] {0.1f}, 0, new Judged(i, 1, 1, 1));
        }
        assertThat(((Quality.OfValues) tally.quality()).correlation()).isNaN();
    }
}
