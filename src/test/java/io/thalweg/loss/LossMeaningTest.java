package io.thalweg.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a prediction says when nothing is known but the labels: the scores at which their mean loss is least. */
class LossMeaningTest {
    private static final long SEED = Long.getLong("thalweg.seed", 1);
    private static final float[] ONE_IN_FIVE = {0, 1, 0, 0, 0};
    private static final float[] VALUES = {-3, 1, 2, 4, 4.5f, 5, 6, 7, 8, 100};

    private static float[] scores(Loss loss, float[] labels, float rate) {
        float[] scores = new float[loss.outputs()];
        float[] slopes = new float[scores.length];
        for (int round = 0; round < 20_000; round++) {
            float[] sums = new float[scores.length];
            for (float label : labels) {
                loss.slope(scores, 0, label, 1f / labels.length, slopes, 0);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += slopes[i];
                }
            }
            for (int i = 0; i < sums.length; i++) {
                scores[i] -= rate * sums[i];
            }
        }
        return scores;
    }

    private static float[] said(Loss loss, float[] labels, float rate) {
        float[] predictions = new float[loss.outputs()];
        loss.predict(scores(loss, labels, rate), 0, predictions, 0);
        return predictions;
    }

    @Test
    void probabilitiesAreRates() {
        assertThat(said(new Logistic(), ONE_IN_FIVE, 1)).containsExactly(new float[] {0.2f}, within(1e-4f));
        assertThat(said(new Softmax(3), new float[] {0, 2, 2, 1, 0, 2, 2, 2, 0, 2}, 1))
                .containsExactly(new float[] {0.3f, 0.1f, 0.6f}, within(1e-4f));
    }

    /** A focal score alone would say more than 0.3. */
    @Test
    void focalProbabilitiesAreRatesToo() {
        for (double gamma : new double[] {0, 0.5, 2, 5}) {
            assertThat(said(new Focal(gamma), ONE_IN_FIVE, 1))
                    .as("gamma %s", gamma)
                    .containsExactly(new float[] {0.2f}, within(1e-4f));
        }
        assertThat(Curves.sigmoid(scores(new Focal(2), ONE_IN_FIVE, 1)[0])).isGreaterThan(0.3);
    }

    @Test
    void aMarginIsThatOfTheMajority() {
        assertThat(said(new Hinge(), ONE_IN_FIVE, 0.01f)).containsExactly(new float[] {-1}, within(0.02f));
    }

    @Test
    void valuesAreMeansAndQuantiles() {
        assertThat(said(new Squared(), VALUES, 0.1f)).containsExactly(new float[] {13.45f}, within(1e-3f));
        assertThat(said(new Huber(1), VALUES, 0.1f)[0])
                .as("whatever the outlier is")
                .isBetween(4f, 6f);
        assertThat(said(new Quantile(0.35), VALUES, 0.01f)).containsExactly(new float[] {4}, within(0.02f));
        assertThat(said(new Quantile(0.85), VALUES, 0.01f)).containsExactly(new float[] {8}, within(0.02f));
    }

    @Test
    void expectationsAreMeans() {
        assertThat(said(new Poisson(), new float[] {0, 0, 3, 1, 0.5f}, 0.1f))
                .containsExactly(new float[] {0.9f}, within(1e-4f));
        var random = new SplittableRandom(SEED);
        float[] spend = new float[400];
        double sum = 0;
        for (int i = 0; i < spend.length; i += 4) {
            spend[i] = (float) Math.exp(2 + 0.7 * random.nextGaussian());
            sum += spend[i];
        }
        var loss = new ZeroInflatedLogNormal();
        float[] scores = scores(loss, spend, 0.3f);
        float[] predictions = new float[3];
        loss.predict(scores, 0, predictions, 0);
        assertThat(Curves.sigmoid(scores[0])).isCloseTo(0.25, within(1e-3));
        assertThat((double) scores[1]).isCloseTo(2, within(0.2));
        assertThat(ZeroInflatedLogNormal.sigma(scores[2])).isCloseTo(0.7, within(0.1));
        assertThat((double) predictions[0]).isCloseTo(sum / spend.length, within(0.1 * sum / spend.length));
    }

    /** Nothing is predicted that no label can be, and the way back from there is as steep as the edge. */
    @Test
    void amountsBeyondAllLabelsAreCutOff() {
        float[] predictions = new float[3];
        new Poisson().predict(new float[] {80}, 0, predictions, 0);
        assertThat(predictions[0]).isEqualTo((float) Math.exp(15));
        new ZeroInflatedLogNormal().predict(new float[] {50, 80, 0}, 0, predictions, 0);
        assertThat(predictions[0]).isEqualTo((float) Math.exp(15));
        float[] slopes = new float[1];
        new Poisson().slope(new float[] {80}, 0, 0, 1, slopes, 0);
        assertThat(slopes[0]).isEqualTo((float) Math.exp(15));
        double rise = new Poisson().value(new float[] {81}, 0, 0) - new Poisson().value(new float[] {80}, 0, 0);
        assertThat(rise).isCloseTo(Math.exp(15), within(1e-3));
    }
}
