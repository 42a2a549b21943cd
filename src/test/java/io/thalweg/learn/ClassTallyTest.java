package io.thalweg.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.loss.Focal;
import io.thalweg.loss.Hinge;
import io.thalweg.loss.Logistic;
import io.thalweg.loss.Loss;
import io.thalweg.loss.Softmax;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassTallyTest {
    private static final long SEED = Long.getLong("thalweg.seed", 1);
    private static final int LABELS = 3_000;
    private static final Loss LOGISTIC = new Logistic();
    private static final Loss PAIR = new Softmax(2);

    private final float[] logits = new float[LABELS];
    private final float[] labels = new float[LABELS];

    /** Logits of this spread that say something, but not everything, about labels of this rate. */
    private void draw(double spread, double rate) {
        var random = new SplittableRandom(SEED);
        for (int i = 0; i < LABELS; i++) {
            labels[i] = random.nextDouble() < rate ? 1 : 0;
            logits[i] = (float) (spread * (random.nextGaussian() + labels[i]));
        }
    }

    private static void count(Tally tally, Loss loss, float[] scores, float label, double baseline) {
        tally.count(scores, 0, new Judged(label, loss.judge(scores, 0, label), baseline, Double.NaN));
    }

    private Quality.OfClasses logistic(Tally tally) {
        for (int i = 0; i < LABELS; i++) {
            count(tally, LOGISTIC, new float[] {logits[i]}, labels[i], 0.5);
        }
        return of(tally);
    }

    private static Quality.OfClasses of(Tally tally) {
        return (Quality.OfClasses) tally.quality();
    }

    private double exactAuc() {
        double won = 0;
        double pairs = 0;
        for (int i = 0; i < LABELS; i++) {
            for (int k = 0; k < LABELS; k++) {
                if (labels[i] == 1 && labels[k] == 0) {
                    pairs++;
                    won += logits[i] > logits[k] ? 1 : logits[i] == logits[k] ? 0.5 : 0;
                }
            }
        }
        return won / pairs;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 4, 8})
    void theAucIsTheRankStatistic(double spread) {
        draw(spread, 0.2);
        assertThat(logistic(Tally.lifetime(LOGISTIC)).auc())
                .as("-Dthalweg.seed=%d", SEED)
                .isCloseTo(exactAuc(), within(0.002));
    }

    @Test
    void lifetimeFiguresAreThoseOfTheWholeList() {
        draw(1, 0.2);
        double loss = 0;
        double predicted = 0;
        double positives = 0;
        for (int i = 0; i < LABELS; i++) {
            double p = 1 / (1 + Math.exp(-logits[i]));
            loss -= Math.log(labels[i] == 1 ? p : 1 - p);
            predicted += p;
            positives += labels[i];
        }
        double rate = positives / LABELS;
        double entropy = -rate * Math.log(rate) - (1 - rate) * Math.log(1 - rate);
        Quality.OfClasses quality = logistic(Tally.lifetime(LOGISTIC));
        assertThat(quality.count()).isEqualTo(LABELS);
        assertThat(quality.logloss()).isCloseTo(loss / LABELS, within(1e-9));
        assertThat(quality.normalisedEntropy()).isCloseTo(loss / LABELS / entropy, within(1e-9));
        assertThat(quality.calibration()).isCloseTo(predicted / positives, within(1e-7));
        assertThat(quality.baselineLogloss()).isCloseTo(0.5, within(1e-12));
        assertThat(quality.loss()).isEqualTo(quality.logloss());
        assertThat(quality.baselineLoss()).isEqualTo(quality.baselineLogloss());
        assertThat(quality.main()).isEqualTo(new Quality.Figure("logloss", quality.logloss(), 0.5));
    }

    /** S = loss + a S, B = 1 + a B, P = S / B (Gama et al. 2013); with a window so short that sums are rescaled. */
    @ParameterizedTest
    @ValueSource(longs = {2, 3, 100, 1_000_000})
    void fadingIsTheRecursiveDefinition(long window) {
        draw(1, 0.3);
        double keep = 1 - 1.0 / window;
        double losses = 0;
        double predicted = 0;
        double positives = 0;
        double weight = 0;
        Tally tally = Tally.fading(LOGISTIC, window);
        for (int i = 0; i < LABELS; i++) {
            float[] score = {logits[i]};
            losses = LOGISTIC.value(score, 0, labels[i]) + keep * losses;
            predicted = 1 / (1 + Math.exp(-logits[i])) + keep * predicted;
            positives = labels[i] + keep * positives;
            weight = 1 + keep * weight;
            count(tally, LOGISTIC, score, labels[i], 0);
        }
        assertThat(of(tally).count()).isCloseTo(weight, within(1e-9 * weight));
        assertThat(of(tally).logloss()).isCloseTo(losses / weight, within(1e-9));
        assertThat(of(tally).calibration()).isCloseTo(predicted / positives, within(1e-7 * predicted / positives));
    }

    @Test
    void whatTheWindowHasForgottenCountsNoMore() {
        Tally tally = Tally.fading(LOGISTIC, 50);
        for (int i = 0; i < 10_000; i++) {
            boolean wrong = i < 5_000;
            float label = i % 2;
            count(tally, LOGISTIC, new float[] {wrong == (label == 0) ? 2 : -2}, label, 0);
        }
        assertThat(of(tally).auc()).isCloseTo(1, within(1e-9));
        assertThat(of(tally).count()).isCloseTo(50, within(1e-6));
    }

    @Test
    void twoClassesAreJudgedAlikeWithOneScoreOrTwo() {
        draw(1, 0.2);
        Quality.OfClasses one = logistic(Tally.lifetime(LOGISTIC));
        Tally pair = Tally.lifetime(PAIR);
        for (int i = 0; i < LABELS; i++) {
            count(pair, PAIR, new float[] {-logits[i] / 2, logits[i] / 2}, labels[i], 0.5);
        }
        assertThat(of(pair).auc()).isCloseTo(one.auc(), within(1e-9));
        assertThat(of(pair).calibration()).isCloseTo(one.calibration(), within(1e-6));
        assertThat(of(pair).logloss()).isCloseTo(one.logloss(), within(1e-6));
    }

    @Test
    void beforeTheFirstLabelNothingIsKnown() {
        Quality.OfClasses quality = of(Tally.lifetime(LOGISTIC));
        assertThat(quality.count()).isZero();
        assertThat(new double[] {
                    quality.logloss(),
                    quality.normalisedEntropy(),
                    quality.auc(),
                    quality.calibration(),
                    quality.baselineLogloss(),
                    quality.loss(),
                    quality.baselineLoss()
                })
                .containsOnly(Double.NaN);
        assertThat(quality.main().name()).isEqualTo("logloss");
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 1})
    void figuresThatNeedBothClassesAreUnknownWithOne(float only) {
        Tally tally = Tally.lifetime(LOGISTIC);
        for (int i = 0; i < 10; i++) {
            count(tally, LOGISTIC, new float[] {0.5f}, only, 0);
        }
        assertThat(of(tally).logloss()).isFinite();
        assertThat(of(tally).normalisedEntropy()).isNaN();
        assertThat(of(tally).auc()).isNaN();
        if (only == 0) {
            assertThat(of(tally).calibration()).isNaN();
        } else {
            assertThat(of(tally).calibration()).isCloseTo(0.6225, within(1e-4));
        }
    }

    /** A margin is no probability: whatever is said of those is left out. */
    @Test
    void marginsAreJudgedByTheirLossAndOrder() {
        draw(1, 0.2);
        double auc = logistic(Tally.lifetime(LOGISTIC)).auc();
        Loss hinge = new Hinge();
        Tally tally = Tally.lifetime(hinge);
        double loss = 0;
        for (int i = 0; i < LABELS; i++) {
            count(tally, hinge, new float[] {logits[i]}, labels[i], 0.75);
            loss += Math.max(0, 1 - (labels[i] == 1 ? logits[i] : -logits[i]));
        }
        Quality.OfClasses quality = of(tally);
        assertThat(quality.auc()).isEqualTo(auc);
        assertThat(quality.loss()).isCloseTo(loss / LABELS, within(1e-6));
        assertThat(new double[] {
                    quality.logloss(), quality.normalisedEntropy(), quality.calibration(), quality.baselineLogloss()
                })
                .containsOnly(Double.NaN);
        assertThat(quality.main()).isEqualTo(new Quality.Figure("loss", quality.loss(), 0.75));
    }

    @Test
    void focalScoresAreJudgedByTheProbabilitiesTheyStandFor() {
        draw(1, 0.2);
        Focal focal = new Focal(2);
        Quality.OfClasses one = logistic(Tally.lifetime(LOGISTIC));
        Tally tally = Tally.lifetime(focal);
        for (int i = 0; i < LABELS; i++) {
            count(tally, focal, new float[] {focalScore(focal, logits[i])}, labels[i], 0.5);
        }
        assertThat(of(tally).logloss()).isCloseTo(one.logloss(), within(1e-5));
        assertThat(of(tally).calibration()).isCloseTo(one.calibration(), within(1e-4));
        assertThat(of(tally).auc()).isCloseTo(one.auc(), within(2e-3));
    }

    /** By halving, what the loss itself finds by another way. */
    private static float focalScore(Focal focal, float logit) {
        float low = -40;
        float high = 40;
        double wanted = 1 / (1 + Math.exp(-logit));
        float[] predicted = new float[1];
        for (int i = 0; i < 40; i++) {
            float middle = (low + high) / 2;
            focal.predict(new float[] {middle}, 0, predicted, 0);
            if (predicted[0] < wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    @Test
    void moreThanTwoClassesHaveNoAuc() {
        Loss loss = new Softmax(3);
        Tally tally = Tally.lifetime(loss);
        for (int i = 0; i < 30; i++) {
            count(tally, loss, new float[] {0, 0, 0}, i % 3, 0);
        }
        assertThat(of(tally).auc()).isNaN();
        assertThat(of(tally).calibration()).isNaN();
        assertThat(of(tally).normalisedEntropy()).isCloseTo(1, within(1e-9));
    }

    @Test
    void whatWasWrittenDownGoesOnAsIfNothingHadHappened() throws IOException {
        draw(1, 0.3);
        Tally whole = Tally.fading(LOGISTIC, 3);
        logistic(whole);
        var bytes = new ByteArrayOutputStream();
        whole.write(new DataOutputStream(bytes));
        Tally copy = Tally.fading(LOGISTIC, 3);
        copy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(copy.quality()).isEqualTo(whole.quality());
        assertThat(logistic(copy)).isEqualTo(logistic(whole));
    }
}
