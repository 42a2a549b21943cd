package io.thalweg.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.loss.Logistic;
import io.thalweg.task.After;
import io.thalweg.task.After.Gradient;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibratorsTest {
    private static final boolean[] BOTH = {true, true};
    private static final float H = 1e-2f;

    private static Calibrators calibrators(double calibrator, double weight) {
        LabelTransform identity = new LabelTransform.Identity();
        List<After> after = List.of(new After.Attention("click", Gradient.FULL, calibrator));
        return new Calibrators(
                List.of(
                        new Task("buy", new Logistic(), identity, weight, after),
                        new Task("click", new Logistic(), identity, weight)),
                new int[] {0, 1},
                2);
    }

    /** Weighs 2 in both tasks' losses. */
    private static double penalty(float[] scores) {
        double sum = 0;
        for (int at = 0; at < scores.length; at += 2) {
            sum += Math.max(0, sigmoid(scores[at]) - sigmoid(scores[at + 1]));
        }
        return 2 * 0.6 * sum / (scores.length / 2.0);
    }

    private static double sigmoid(double z) {
        return 1 / (1 + StrictMath.exp(-z));
    }

    @Test
    void slopesAreThoseOfThePenaltyOverAllEvents() {
        var random = new SplittableRandom(2);
        float[] scores = new float[40];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) random.nextDouble(-4, 4);
        }
        float[] slopes = new float[scores.length];
        calibrators(0.6, 2).addSlopes(scores, slopes, BOTH);
        int paid = 0;
        for (int i = 0; i < scores.length; i++) {
            float at = scores[i];
            scores[i] = at + H;
            double above = penalty(scores);
            scores[i] = at - H;
            double below = penalty(scores);
            scores[i] = at;
            assertThat((double) slopes[i]).isCloseTo((above - below) / (2 * H), within(1e-4));
            paid += slopes[i] == 0 ? 0 : 1;
        }
        assertThat(paid).isBetween(10, 30);
    }

    @Test
    void anAbsentTaskPaysNothingAndTheOtherOnePaysItsSide() {
        float[] scores = {1, 0};
        for (int absent = 0; absent < 2; absent++) {
            float[] slopes = {0.25f, 0.5f};
            boolean[] present = {absent != 0, absent != 1};
            calibrators(1, 1).addSlopes(scores, slopes, present);
            assertThat(slopes[absent]).isEqualTo(absent == 0 ? 0.25f : 0.5f);
            assertThat(slopes[1 - absent]).isNotEqualTo(absent == 0 ? 0.5f : 0.25f);
        }
    }

    @Test
    void extremeScoresAndNoCalibratorCostNothing() {
        float[] slopes = new float[2];
        calibrators(100, 1).addSlopes(new float[] {3e38f, -3e38f}, slopes, BOTH);
        assertThat(slopes).containsExactly(0, 0);
        calibrators(0, 1).addSlopes(new float[] {1, -1}, slopes, BOTH);
        assertThat(slopes).containsExactly(0, 0);
    }
}
