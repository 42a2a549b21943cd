package io.thalweg.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningQuantileTest {
    private static final long SEED = Long.getLong("thalweg.seed", 1);
    private static final int LABELS = 5_000;

    private static double[] drawn(ToDoubleFunction<SplittableRandom> draw) {
        var random = new SplittableRandom(SEED);
        double[] labels = new double[LABELS];
        Arrays.setAll(labels, i -> (float) draw.applyAsDouble(random));
        return labels;
    }

    private static double share(double[] labels, double value) {
        return Arrays.stream(labels).filter(label -> label <= value).count() / (double) labels.length;
    }

    private static double estimated(double quantile, double[] labels) {
        var running = new RunningQuantile(new Quantile(quantile));
        for (double label : labels) {
            running.observe((float) label);
        }
        return running.estimate();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.25, 0.5, 0.9, 0.99})
    void itsShareOfTheLabelsIsBelow(double quantile) {
        for (double[] labels : new double[][] {
            drawn(SplittableRandom::nextGaussian),
            drawn(SplittableRandom::nextExponential),
            drawn(random -> Math.exp(2 * random.nextGaussian())),
            drawn(random -> random.nextDouble() < 0.4 ? -1 - random.nextDouble() : 100 + random.nextDouble())
        }) {
            assertThat(share(labels, estimated(quantile, labels)))
                    .as("-Dthalweg.seed=%d", SEED)
                    .isCloseTo(quantile, within(0.03));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.5, 0.9})
    void ofTheFirstLabelsItIsTheirOwn(double quantile) {
        double[] labels = {4, -1, 3, 3, 8};
        for (int count = 1; count <= labels.length; count++) {
            double[] first = Arrays.copyOf(labels, count);
            double[] sorted = first.clone();
            Arrays.sort(sorted);
            assertThat(estimated(quantile, first)).isEqualTo(sorted[(int) Math.ceil(quantile * count) - 1]);
        }
        assertThat(estimated(quantile, new double[0])).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9})
    void amongFewDifferentLabelsItStaysAmongThem(double quantile) {
        double[] labels = drawn(random -> random.nextInt(3));
        assertThat(estimated(quantile, labels)).isCloseTo(Math.floor(quantile * 3), within(0.35));
    }
}
