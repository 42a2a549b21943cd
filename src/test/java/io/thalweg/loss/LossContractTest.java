package io.thalweg.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossContractTest {
    private static final long SEED = Long.getLong("thalweg.seed", 1);
    private static final float H = 1e-2f;

    static Stream<Loss> losses() {
        return Stream.of(new Logistic(), new Squared(), new Huber(1.5), new Softmax(5));
    }

    @Test
    void noLossEscapesThisContract() {
        assertThat(losses().map(Object::getClass)).containsExactlyInAnyOrder(Loss.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theSlopeIsThatOfTheValue(Loss loss) {
        var random = new SplittableRandom(SEED);
        for (int trial = 0; trial < 1_000; trial++) {
            float[] scores = scores(loss, random, 6);
            float label = label(loss, random);
            float[] slopes = new float[scores.length];
            loss.slope(scores, 1, label, 2, slopes, 1);
            for (int output = 1; output <= loss.outputs(); output++) {
                double slope = 2 * centralDifference(loss, scores, label, output);
                assertThat((double) slopes[output])
                        .as("%s at %s of %s, output %d (-Dthalweg.seed=%d)", loss, label, scores, output, SEED)
                        .isCloseTo(slope, within(2e-2));
            }
            assertThat(slopes[0]).isZero();
        }
    }

    private static double centralDifference(Loss loss, float[] scores, float label, int output) {
        float at = scores[output];
        scores[output] = at + H;
        double above = loss.value(scores, 1, label);
        float upper = scores[output];
        scores[output] = at - H;
        double below = loss.value(scores, 1, label);
        double width = (double) upper - scores[output];
        scores[output] = at;
        return (above - below) / width;
    }

    @ParameterizedTest
    @MethodSource("losses")
    void aPerfectScoreHasNoSlopeAndNoOneIsBetter(Loss loss) {
        var random = new SplittableRandom(SEED);
        for (int trial = 0; trial < 100; trial++) {
            float label = label(loss, random);
            float[] perfect = new float[loss.outputs()];
            for (int i = 0; i < perfect.length; i++) {
                perfect[i] = !loss.isClassification()
                        ? label
                        : perfect.length == 1 ? (label * 2 - 1) * 40 : i == label ? 40 : -40;
            }
            float[] slopes = new float[perfect.length];
            loss.slope(perfect, 0, label, 1, slopes, 0);
            assertThat(slopes).as("%s", loss).containsOnly(new float[] {0}, within(1e-6f));
            assertThat(loss.value(scores(loss, random, 3), 1, label))
                    .isGreaterThanOrEqualTo(loss.value(perfect, 0, label));
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void extremeScoresGiveFiniteValuesAndSlopes(Loss loss) {
        for (float extreme : new float[] {-1e6f, -1_000, 1_000, 1e6f}) {
            float[] scores = new float[loss.outputs()];
            scores[0] = extreme;
            float[] slopes = new float[scores.length];
            loss.slope(scores, 0, 1, 1, slopes, 0);
            assertThat(loss.value(scores, 0, 1)).as("%s of %s", loss, extreme).isFinite();
            for (float slope : slopes) {
                assertThat(slope).as("%s of %s", loss, extreme).isFinite();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void probabilitiesAddUpToOne(Loss loss) {
        if (loss.isClassification()) {
            var random = new SplittableRandom(SEED);
            float[] predictions = new float[loss.outputs()];
            loss.predict(scores(loss, random, 8), 1, predictions, 0);
            float sum = 0;
            for (float prediction : predictions) {
                assertThat(prediction).isBetween(0f, 1f);
                sum += prediction;
            }
            if (predictions.length > 1) {
                assertThat(sum).isCloseTo(1, within(1e-5f));
            }
        }
    }

    @Test
    void labelsThatMeanNothingAreRefusedInWords() {
        assertThat(new Logistic().complaint(0.5f)).contains("0 or 1").contains("0.5");
        assertThat(new Logistic().complaint(1)).isEmpty();
        assertThat(new Softmax(5).complaint(5)).contains("0 to 4").contains("5.0");
        assertThat(new Softmax(5).complaint(1.5f)).isNotEmpty();
        assertThat(new Softmax(5).complaint(4)).isEmpty();
        assertThat(new Squared().complaint(-3.25f)).isEmpty();
    }

    private static float[] scores(Loss loss, SplittableRandom random, double range) {
        float[] scores = new float[loss.outputs() + 1];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) random.nextDouble(-range, range);
        }
        return scores;
    }

    private static float label(Loss loss, SplittableRandom random) {
        if (!loss.isClassification()) {
            return (float) random.nextDouble(-5, 5);
        }
        return random.nextInt(Math.max(2, loss.outputs()));
    }
}
