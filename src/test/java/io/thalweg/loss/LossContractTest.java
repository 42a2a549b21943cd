package io.thalweg.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.scenario.Losses;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LossContractTest {
    private static final long SEED = Long.getLong("thalweg.seed", 1);
    private static final float STEP = 1f / 128; // scores are multiples of it, so that neighbours are exact

    static Stream<Loss> losses() {
        return Losses.all();
    }

    @Test
    void noLossEscapesThisContract() {
        assertThat(losses().<Class<?>>map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(Loss.class.getPermittedSubclasses());
    }

    /** Differences of fourth order, in double precision: what is left of their error is below that of a float. */
    @ParameterizedTest
    @MethodSource("losses")
    void theSlopeIsThatOfTheValue(Loss loss) {
        var random = new SplittableRandom(SEED);
        int compared = 0;
        for (int trial = 0; trial < 1_000; trial++) {
            float[] scores = scores(loss, random, 6);
            float label = Losses.label(loss, random);
            float[] slopes = new float[scores.length];
            loss.slope(scores, 1, label, 2, slopes, 1);
            assertThat(slopes[0]).isZero();
            for (int output = 1; output <= loss.outputs(); output++) {
                if (!isNearKink(loss, scores[output], label)) {
                    double slope = 2 * centralDifference(loss, scores, label, output);
                    assertThat((double) slopes[output])
                            .as("%s, %s of %s, output %d, seed %d", loss, label, Arrays.toString(scores), output, SEED)
                            .isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(900);
    }

    private static double centralDifference(Loss loss, float[] scores, float label, int output) {
        double near = moved(loss, scores, label, output, 1) - moved(loss, scores, label, output, -1);
        double far = moved(loss, scores, label, output, 2) - moved(loss, scores, label, output, -2);
        return (8 * near - far) / (12 * STEP);
    }

    private static double moved(Loss loss, float[] scores, float label, int output, int steps) {
        float[] moved = scores.clone();
        moved[output] += steps * STEP;
        return loss.value(moved, 1, label);
    }

    private static boolean isNearKink(Loss loss, float score, float label) {
        double kink = loss instanceof Hinge
                ? Math.abs(score) - 1
                : loss instanceof Huber huber
                        ? Math.abs(score - label) - huber.delta()
                        : loss instanceof Quantile ? score - label : 1;
        return Math.abs(kink) <= 2 * STEP;
    }

    @ParameterizedTest
    @MethodSource("losses")
    void aPerfectScoreHasNoSlopeAndNoOneIsBetter(Loss loss) {
        var random = new SplittableRandom(SEED);
        for (int trial = 0; trial < 100; trial++) {
            float label = loss instanceof ZeroInflatedLogNormal ? 0 : Losses.label(loss, random);
            float[] perfect = perfect(loss, label);
            float[] slopes = new float[perfect.length];
            loss.slope(perfect, 0, label, 1, slopes, 0);
            assertThat(slopes).as("%s", loss).containsOnly(new float[] {0}, within(1e-4f));
            assertThat(loss.value(perfect, 0, label)).isCloseTo(0, within(1e-6));
            assertThat(loss.value(scores(loss, random, 3), 1, label))
                    .isGreaterThanOrEqualTo(loss.value(perfect, 0, label));
        }
    }

    private static float[] perfect(Loss loss, float label) {
        float[] perfect = new float[loss.outputs()];
        for (int i = 0; i < perfect.length; i++) {
            perfect[i] = switch (loss.meaning()) {
                case PROBABILITY, MARGIN -> (perfect.length == 1 ? label == 1 : i == label) ? 40 : -40;
                case VALUE, QUANTILE -> label;
                case EXPECTATION -> label == 0 ? -40 : (float) Math.log(label);
            };
        }
        return perfect;
    }

    @Test
    void theMeanLogarithmOfAnAmountIsItsOwn() {
        float[] slopes = new float[3];
        new ZeroInflatedLogNormal().slope(new float[] {40, (float) Math.log(8), 1}, 0, 8, 1, slopes, 0);
        assertThat(slopes[0]).isCloseTo(0, within(1e-6f));
        assertThat(slopes[1]).isCloseTo(0, within(1e-6f));
        assertThat(slopes[2]).as("narrower would be better").isPositive();
    }

    @ParameterizedTest
    @MethodSource("losses")
    void extremeScoresGiveFiniteValuesSlopesAndPredictions(Loss loss) {
        float[] labels = loss.isClassification() ? new float[] {0, 1} : new float[] {0, Float.MIN_VALUE, 1, 1e6f};
        for (float label : labels) {
            for (float extreme : new float[] {-1e6f, -1_000, -100, 100, 1_000, 1e6f}) {
                for (int output = 0; output < loss.outputs(); output++) {
                    float[] scores = new float[loss.outputs()];
                    scores[output] = extreme;
                    float[] slopes = new float[scores.length];
                    float[] predictions = new float[scores.length];
                    loss.slope(scores, 0, label, 1, slopes, 0);
                    loss.predict(scores, 0, predictions, 0);
                    String what = "%s of %s, output %d at %s".formatted(loss, label, output, extreme);
                    assertThat(loss.value(scores, 0, label)).as(what).isFinite();
                    assertThat(loss.judge(scores, 0, label)).as(what).isFinite();
                    for (int i = 0; i < slopes.length; i++) {
                        assertThat(slopes[i]).as(what).isFinite();
                        assertThat(predictions[i]).as(what).isFinite();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void probabilitiesAddUpToOne(Loss loss) {
        if (loss.meaning() != Meaning.PROBABILITY) {
            return;
        }
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

    /** Whatever is descended: a task that speaks of probabilities is judged by them. */
    @ParameterizedTest
    @MethodSource("losses")
    void aTaskIsJudgedByItsProbabilitiesOrByItsLoss(Loss loss) {
        var random = new SplittableRandom(SEED);
        for (int trial = 0; trial < 100; trial++) {
            float[] scores = scores(loss, random, 1);
            float label = Losses.label(loss, random);
            double expected = loss.value(scores, 1, label);
            if (loss.meaning() == Meaning.PROBABILITY) {
                float[] predictions = new float[loss.outputs()];
                loss.predict(scores, 1, predictions, 0);
                double one = predictions[0];
                expected = -Math.log(predictions.length > 1 ? predictions[(int) label] : label == 1 ? one : 1 - one);
            }
            assertThat(loss.judge(scores, 1, label))
                    .as("%s", loss)
                    .isCloseTo(expected, within(1e-4 * (1 + Math.abs(expected))));
        }
    }

    @Test
    void labelsThatMeanNothingAreRefusedInWords() {
        assertThat(new Logistic().complaint(0.5f)).contains("0 or 1").contains("0.5");
        assertThat(new Focal(2).complaint(2)).isEqualTo("a focal label must be 0 or 1, got 2.0");
        assertThat(new Hinge().complaint(-1)).isEqualTo("a hinge label must be 0 or 1, got -1.0");
        assertThat(new Softmax(5).complaint(5)).contains("0 to 4").contains("5.0");
        assertThat(new Softmax(5).complaint(1.5f)).isNotEmpty();
        assertThat(new Poisson().complaint(-0.5f)).isEqualTo("a poisson label must be 0 or more, got -0.5");
        assertThat(new ZeroInflatedLogNormal().complaint(-1))
                .isEqualTo("a zero-inflated-log-normal label must be 0 or more, got -1.0");
        assertThat(new Squared().complaint(-3.25f)).isEmpty();
        assertThat(new Quantile(0.9).complaint(-3.25f)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("losses")
    void labelsThatMeanSomethingAreNot(Loss loss) {
        var random = new SplittableRandom(SEED);
        for (int trial = 0; trial < 100; trial++) {
            assertThat(loss.complaint(Losses.label(loss, random))).isEmpty();
        }
    }

    @Test
    void settingsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> new Focal(-1)).hasMessage("focal gamma must be from 0 to 10, got -1.0");
        assertThatThrownBy(() -> new Focal(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Quantile(1)).hasMessage("a quantile must be from 0.001 to 0.999, got 1.0");
        assertThatThrownBy(() -> new Quantile(90)).hasMessageContaining("90.0");
        assertThatThrownBy(() -> new Softmax(1)).hasMessageContaining("2 to 1000");
        assertThatThrownBy(() -> new Huber(0)).hasMessageContaining("positive");
    }

    @Test
    void focalLogOddsAreFoundAgain() {
        for (double gamma : new double[] {0, 0.1, 0.5, 1, 2, 5, 10}) {
            var focal = new Focal(gamma);
            for (double logit = -30; logit <= 30; logit += 0.37) {
                assertThat(focal.logit(focal.score(logit))).isCloseTo(logit, within(1e-9));
            }
        }
    }

    private static float[] scores(Loss loss, SplittableRandom random, int range) {
        int steps = Math.round(range / STEP);
        float[] scores = new float[loss.outputs() + 1];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = random.nextInt(-steps, steps) * STEP;
        }
        return scores;
    }
}
