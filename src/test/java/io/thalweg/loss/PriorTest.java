package io.thalweg.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.scenario.Losses;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PriorTest {
    private static final long SEED = Long.getLong("thalweg.seed", 1);

    static Stream<Loss> losses() {
        return Losses.all();
    }

    private static Prior of(Loss loss, float... labels) {
        Prior prior = loss.prior();
        for (float label : labels) {
            prior.observe(label);
        }
        return prior;
    }

    private static Prior ofMany(Loss loss, double unit) {
        var random = new SplittableRandom(SEED);
        Prior prior = loss.prior();
        for (int i = 0; i < 200; i++) {
            prior.observe((float) (unit * Losses.label(loss, random)));
        }
        return prior;
    }

    private static float[] shifted(Prior prior, float... raw) {
        float[] scores = raw.clone();
        prior.shift(scores, scores, 0);
        return scores;
    }

    private static float[] said(Loss loss, Prior prior) {
        float[] predictions = new float[loss.outputs()];
        loss.predict(shifted(prior, new float[loss.outputs()]), 0, predictions, 0);
        return predictions;
    }

    @Test
    void noPriorEscapesThisContract() {
        assertThat(losses().<Class<?>>map(loss -> loss.prior().getClass()).distinct())
                .containsExactlyInAnyOrder(Prior.class.getPermittedSubclasses());
    }

    @Test
    void aSilentNetworkSaysTheRateOfAClass() {
        for (Loss loss : new Loss[] {new Logistic(), new Focal(0.5), new Focal(2), new Focal(5)}) {
            assertThat(said(loss, of(loss))[0]).as("%s", loss).isEqualTo(0.5f);
            assertThat(said(loss, of(loss, 1, 0, 0, 0))[0]).as("%s", loss).isCloseTo(1.5f / 5, within(1e-6f));
        }
    }

    @Test
    void aSilentNetworkSaysTheRatesOfManyClasses() {
        Loss loss = new Softmax(3);
        assertThat(said(loss, of(loss, 0, 2, 2, 2)))
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(1.5f / 5.5f, 0.5f / 5.5f, 3.5f / 5.5f);
    }

    @Test
    void aSilentNetworkSaysTheMeanAndAnotherSpeaksInSpreads() {
        Loss loss = new Squared();
        assertThat(shifted(of(loss), 0.7f)).containsExactly(0.7f);
        Prior prior = of(loss, 2, 4, 6, 8);
        double spread = Math.sqrt((20.0 + 1) / 5);
        assertThat(shifted(prior, 0)[0]).isEqualTo(5);
        assertThat(shifted(prior, 2)[0]).isCloseTo((float) (5 + 2 * spread), within(1e-6f));
    }

    @Test
    void aSilentNetworkTakesNoSide() {
        Loss loss = new Hinge();
        assertThat(shifted(of(loss, 0, 0, 0, 0), 0.25f)).containsExactly(0.25f);
        assertThat(of(loss).baseline(1)).isEqualTo(1);
        assertThat(of(loss, 0, 1).baseline(0)).isEqualTo(1);
        assertThat(of(loss, 0).baseline(0)).isZero();
        assertThat(of(loss, 0).baseline(1)).isEqualTo(2);
        assertThat(of(loss, 1).baseline(1)).isZero();
    }

    @Test
    void aSilentNetworkSaysTheMeanCount() {
        Loss loss = new Poisson();
        assertThat(said(loss, of(loss))[0]).isEqualTo(1);
        assertThat(said(loss, of(loss, 0))[0]).isCloseTo(0.5f, within(1e-6f));
        assertThat(said(loss, of(loss, 1, 0, 8))[0]).isCloseTo(3 + 0.5f / 3, within(1e-5f));
    }

    @Test
    void aSilentNetworkSaysTheChanceAndTheSizeOfAnAmount() {
        Loss loss = new ZeroInflatedLogNormal();
        assertThat(shifted(of(loss), 0, 0.5f, 0)).startsWith(0, 0.5f);
        Prior prior = of(loss, 0, (float) Math.exp(2), 0, 0, (float) Math.exp(4));
        float[] scores = shifted(prior, 0, 0, 0);
        assertThat((double) scores[0]).isCloseTo(Math.log(2.5 / 3.5), within(1e-6));
        assertThat((double) scores[1]).isCloseTo(3, within(1e-6));
        double spread = Math.sqrt((2.0 + 1) / 3);
        assertThat(ZeroInflatedLogNormal.sigma(scores[2])).isCloseTo(spread, within(1e-6));
        assertThat((double) shifted(prior, 0, 2, 0)[1]).isCloseTo(3 + 2 * spread, within(1e-6));
    }

    /** Whatever the network says: an expectation is no higher than the spread of the amounts allows. */
    @Test
    void noAmountIsSaidToBeSpreadMuchWiderThanAllAre() {
        Prior prior = of(new ZeroInflatedLogNormal(), 1, (float) Math.exp(2), 0, 1, (float) Math.exp(2));
        double spread = 1; // of 0, 2, 0, 2, with the imagined one
        assertThat(ZeroInflatedLogNormal.sigma(shifted(prior, 0, 0, 0)[2])).isCloseTo(spread, within(1e-6));
        assertThat(ZeroInflatedLogNormal.sigma(shifted(prior, 0, 0, 2)[2])).isBetween(1.1, 1.25);
        for (float raw : new float[] {20, 1e6f}) {
            assertThat(ZeroInflatedLogNormal.sigma(shifted(prior, 0, 0, raw)[2]))
                    .isCloseTo(1.25 * spread, within(1e-6));
            assertThat(ZeroInflatedLogNormal.sigma(shifted(prior, 0, 0, -raw)[2]))
                    .isCloseTo(0.05, within(1e-6));
            for (float at : new float[] {raw, -raw}) {
                assertThat(rawSlopes(new ZeroInflatedLogNormal(), prior, new float[] {0, 0, at}, 3)[2])
                        .isCloseTo(0, within(1e-3f));
            }
        }
    }

    @Test
    void constantLabelsLeaveEverythingFinite() {
        Prior squared = new Squared().prior();
        Prior quantile = new Quantile(0.9).prior();
        Prior amount = new ZeroInflatedLogNormal().prior();
        for (int i = 0; i < 1_000_000; i++) {
            squared.observe(3);
            quantile.observe(3);
            amount.observe(3);
        }
        assertThat(shifted(squared, 1)[0]).isCloseTo(3.001f, within(1e-5f));
        assertThat(squared.slopeScale()).isCloseTo(1_000, within(1.0));
        assertThat(shifted(quantile, 0)[0]).isEqualTo(3);
        float[] scores = shifted(amount, 0, 1, 0);
        assertThat((double) scores[1]).isCloseTo(Math.log(3) + 0.001, within(1e-5));
        assertThat(ZeroInflatedLogNormal.sigma(scores[2])).isCloseTo(0.1, within(1e-6));
    }

    private static float[] rawSlopes(Loss loss, Prior prior, float[] raw, float label) {
        float[] slopes = new float[raw.length];
        loss.slope(shifted(prior, raw), 0, label, (float) prior.slopeScale(), slopes, 0);
        prior.unstretch(shifted(prior, raw), slopes, 0);
        return slopes;
    }

    /** Whatever is stretched, what reaches the network is the slope of one and the same loss in its raw scores. */
    @ParameterizedTest
    @MethodSource("losses")
    void slopesOfRawScoresAreThoseOfTheUnitFreeLoss(Loss loss) {
        Prior prior = ofMany(loss, 1);
        double spread = (double) shifted(prior, filled(loss, 1))[0] - shifted(prior, filled(loss, 0))[0];
        double unit = switch (loss.meaning()) {
            case PROBABILITY, MARGIN -> 1;
            case VALUE -> 1 / (spread * spread);
            case QUANTILE -> 1 / spread;
            case EXPECTATION -> prior.slopeScale();
        };
        float h = 1f / 128;
        float label = 1;
        float[] slopes = rawSlopes(loss, prior, filled(loss, 0.3f), label);
        for (int i = 0; i < slopes.length; i++) {
            float[] above = filled(loss, 0.3f);
            float[] below = above.clone();
            above[i] += h;
            below[i] -= h;
            double slope = (loss.value(shifted(prior, above), 0, label) - loss.value(shifted(prior, below), 0, label))
                    / ((double) above[i] - below[i])
                    * unit;
            assertThat((double) slopes[i]).as("%s, output %d", loss, i).isCloseTo(slope, within(1e-3));
        }
    }

    private static float[] filled(Loss loss, float number) {
        float[] raw = new float[loss.outputs()];
        java.util.Arrays.fill(raw, number);
        return raw;
    }

    /**
     * Seconds or milliseconds, cents or thousands: the network is told to move as far. (A Huber's delta has a unit.)
     */
    @ParameterizedTest
    @MethodSource("losses")
    void noTaskOutshoutsAnotherByItsUnit(Loss loss) {
        if (loss.isClassification() || loss instanceof Huber) {
            return;
        }
        Prior small = ofMany(loss, 10);
        Prior large = ofMany(loss, 1_000);
        for (float label : new float[] {0, 1, 30}) {
            float[] expected = rawSlopes(loss, small, filled(loss, 0.1f), label * 10);
            float[] found = rawSlopes(loss, large, filled(loss, 0.1f), label * 1_000);
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).as("%s of %s", loss, label).isCloseTo(expected[i], within(1e-2f));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theBaselineIsWhatSayingTheUsualIsJudgedBy(Loss loss) {
        Prior prior = ofMany(loss, 1);
        if (!(loss instanceof Hinge)) {
            float[] usual = shifted(prior, new float[loss.outputs()]);
            assertThat(prior.baseline(1)).as("%s", loss).isCloseTo(loss.judge(usual, 0, 1), within(1e-6));
            assertThat(prior.baseline(0)).as("%s", loss).isCloseTo(loss.judge(usual, 0, 0), within(1e-6));
        }
        assertThat(Double.isNaN(prior.squaredError(1))).isEqualTo(loss.isClassification());
    }

    @Test
    void theSquaredErrorIsThatOfTheMean() {
        for (Loss loss : new Loss[] {new Squared(), new Quantile(0.9), new Poisson(), new ZeroInflatedLogNormal()}) {
            assertThat(of(loss, 1, 2, 6).squaredError(5)).as("%s", loss).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void whatWasWrittenDownGoesOnAsIfNothingHadHappened(Loss loss) throws IOException {
        for (int seen : new int[] {0, 1, 3, 5, 6, 200}) {
            var random = new SplittableRandom(SEED);
            Prior prior = loss.prior();
            for (int i = 0; i < seen; i++) {
                prior.observe(Losses.label(loss, random));
            }
            var bytes = new ByteArrayOutputStream();
            prior.write(new DataOutputStream(bytes));
            Prior copy = ofMany(loss, 1);
            shifted(copy, filled(loss, 0));
            copy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            for (int i = 0; i < 10; i++) {
                assertThat(shifted(copy, filled(loss, 0.3f))).isEqualTo(shifted(prior, filled(loss, 0.3f)));
                assertThat(copy.slopeScale()).isEqualTo(prior.slopeScale());
                float label = Losses.label(loss, random);
                assertThat(copy.baseline(label)).isEqualTo(prior.baseline(label));
                prior.observe(label);
                copy.observe(label);
            }
        }
    }
}
