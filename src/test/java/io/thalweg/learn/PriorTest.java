package io.thalweg.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.loss.Huber;
import io.thalweg.loss.Logistic;
import io.thalweg.loss.Loss;
import io.thalweg.loss.Softmax;
import io.thalweg.loss.Squared;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PriorTest {
    private static final long SEED = Long.getLong("thalweg.seed", 1);

    static Stream<Loss> losses() {
        return Stream.of(new Logistic(), new Squared(), new Huber(2), new Softmax(3));
    }

    private static Prior of(Loss loss, float... labels) {
        Prior prior = new Prior(loss);
        for (float label : labels) {
            prior.observe(label);
        }
        return prior;
    }

    private static float[] shifted(Prior prior, float... raw) {
        float[] scores = raw.clone();
        prior.shift(scores, scores, 0);
        return scores;
    }

    private static float[] predicted(Loss loss, Prior prior, float... raw) {
        float[] predictions = new float[raw.length];
        loss.predict(shifted(prior, raw), 0, predictions, 0);
        return predictions;
    }

    @Test
    void aSilentNetworkSaysTheRateOfAClass() {
        Loss loss = new Logistic();
        assertThat(predicted(loss, of(loss), 0)[0]).isEqualTo(0.5f);
        assertThat(predicted(loss, of(loss, 1, 0, 0, 0), 0)[0]).isCloseTo(1.5f / 5, within(1e-6f));
    }

    @Test
    void aSilentNetworkSaysTheRatesOfManyClasses() {
        Loss loss = new Softmax(3);
        float[] rates = predicted(loss, of(loss, 0, 2, 2, 2), 0, 0, 0);
        assertThat(rates).usingComparatorWithPrecision(1e-6f).containsExactly(1.5f / 5.5f, 0.5f / 5.5f, 3.5f / 5.5f);
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
    void constantLabelsLeaveEverythingFinite() {
        Prior prior = new Prior(new Squared());
        for (int i = 0; i < 1_000_000; i++) {
            prior.observe(3);
        }
        assertThat(shifted(prior, 1)[0]).isCloseTo(3.001f, within(1e-5f));
        assertThat(prior.slopeScale()).isCloseTo(1_000, within(1.0));
    }

    /** Values are judged in squared spreads, so that no task outshouts another by its unit. */
    @ParameterizedTest
    @MethodSource("losses")
    void slopeScaleTurnsTheSlopeOfTheScoreIntoThatOfTheUnitFreeLoss(Loss loss) {
        var random = new SplittableRandom(SEED);
        Prior prior = new Prior(loss);
        for (int i = 0; i < 100; i++) {
            prior.observe(loss.isClassification() ? random.nextInt(2) : (float) (20 * random.nextDouble()));
        }
        double unit = loss.isClassification() ? 1 : Math.pow(prior.slopeScale(), 2);
        float[] raw = new float[loss.outputs()];
        raw[0] = 0.3f;
        float label = 1;
        float[] slopes = new float[raw.length];
        loss.slope(shifted(prior, raw), 0, label, (float) prior.slopeScale(), slopes, 0);
        float h = 1e-2f;
        float[] above = raw.clone();
        float[] below = raw.clone();
        above[0] += h;
        below[0] -= h;
        double slope = (loss.value(shifted(prior, above), 0, label) - loss.value(shifted(prior, below), 0, label))
                / (2 * h)
                * unit;
        assertThat((double) slopes[0]).as("%s", loss).isCloseTo(slope, within(1e-3));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theBaselineIsTheLossOfWhatIsUsual(Loss loss) {
        Prior prior = of(loss, 1, 0, 1, 1);
        float[] usual = shifted(prior, new float[loss.outputs()]);
        double expected = loss.isClassification() ? loss.value(usual, 0, 1) : Math.pow(usual[0] - 1, 2);
        assertThat(prior.baseline(1)).isCloseTo(expected, within(1e-6));
    }
}
