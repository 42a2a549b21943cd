package io.thalweg.app.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.learn.Quality;
import io.thalweg.learn.Standing;
import io.thalweg.learn.TaskMetrics;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Two tasks, one with log loss and one with an RMSE, over blocks of 10 labels. */
class BootstrapTest {
    private static final int LABELS = 10;

    private static TaskMetrics metrics(Quality quality) {
        return new TaskMetrics("t", 0, 0, 0, 0, 0, 0, quality, quality, new Standing(1, Map.of(), Map.of(), false));
    }

    /** Blocks whose loss is noise times {@code first}, and whose squared error is noise times {@code second}. */
    private static BlockLosses losses(int blocks, double first, double second, double jitter) {
        BlockLosses losses = new BlockLosses(2);
        SplittableRandom noise = new SplittableRandom(1);
        SplittableRandom own = new SplittableRandom((long) (first * 1_000));
        double loss = 0;
        double squares = 0;
        for (int block = 1; block <= blocks; block++) {
            double hard = noise.nextDouble(0.1, 3);
            loss += LABELS * hard * first * (1 + jitter * own.nextDouble(-1, 1));
            squares += LABELS * hard * second;
            double count = LABELS * block;
            losses.close(List.of(
                    metrics(new Quality.OfClasses(count, 0, 0, loss / count, 0, 0, 0, 0)),
                    metrics(new Quality.OfValues(
                            count, 0, 0, Math.sqrt(squares / count), 0, 0, Double.NaN, Double.NaN, 0))));
        }
        return losses;
    }

    @Test
    void whatBlocksHaveInCommonCancelsOut() {
        Bootstrap bootstrap = new Bootstrap(losses(60, 1, 1, 0), 42);
        BlockLosses better = losses(60, 0.98, 0.81, 0);
        assertThat(bootstrap.of(better, 0).value()).isCloseTo(0.02, within(1e-9));
        assertThat(bootstrap.of(better, 0).low()).isCloseTo(0.02, within(1e-9));
        assertThat(bootstrap.of(better, 1).value()).as("of the root").isCloseTo(0.1, within(1e-9));
        assertThat(bootstrap.of(better).value()).as("mean over tasks").isCloseTo(0.06, within(1e-9));
        assertThat(bootstrap.of(better).isCertain()).isTrue();
        assertThat(bootstrap.of(losses(60, 1.02, 1, 0), 0).isLoss()).isTrue();
    }

    @Test
    void aDifferenceWithinTheNoiseIsNeitherGainNorLoss() {
        Bootstrap bootstrap = new Bootstrap(losses(60, 1, 1, 0), 42);
        Gain gain = bootstrap.of(losses(60, 1.001, 1, 0.3), 0);
        assertThat(gain.isCertain()).isFalse();
        assertThat(gain.isLoss()).isFalse();
        assertThat(gain.low()).isLessThan(gain.value());
        assertThat(gain.high()).isGreaterThan(gain.value());
    }

    @Test
    void theBaselineGainsNothingOverItself() {
        BlockLosses baseline = losses(60, 1, 1, 0.3);
        assertThat(new Bootstrap(baseline, 42).of(baseline)).isEqualTo(new Gain(0, 0, 0));
    }

    @Test
    void tooFewBlocksHaveNoInterval() {
        Gain gain = new Bootstrap(losses(9, 1, 1, 0), 42).of(losses(9, 0.5, 1, 0), 0);
        assertThat(gain.value()).isCloseTo(0.5, within(1e-9));
        assertThat(gain.low()).isNaN();
        assertThat(gain.isCertain()).isFalse();
        assertThat(gain.json()).containsOnlyKeys("gain");
    }

    @Test
    void theSameSeedDrawsTheSame() {
        BlockLosses baseline = losses(60, 1, 1, 0);
        BlockLosses other = losses(60, 1.001, 1, 0.3);
        Gain gain = new Bootstrap(baseline, 42).of(other);
        assertThat(new Bootstrap(baseline, 42).of(other)).isEqualTo(gain);
        assertThat(new Bootstrap(baseline, 43).of(other)).isNotEqualTo(gain);
    }

    @Test
    void aTaskWithoutLabelsCountsForNothing() {
        BlockLosses none = new BlockLosses(1);
        none.close(List.of(
                metrics(new Quality.OfValues(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, 0, 0, Double.NaN))));
        assertThat(new Bootstrap(none, 42).of(none).value()).isZero();
    }
}
