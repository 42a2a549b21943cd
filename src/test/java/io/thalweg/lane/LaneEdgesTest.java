package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.batch.BatchSettings;
import io.thalweg.batch.BatchSettings.Schedule;
import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.ingest.Source;
import io.thalweg.learn.Quality;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.loss.Logistic;
import io.thalweg.loss.Squared;
import io.thalweg.model.ModelSettings;
import io.thalweg.publish.Outputs;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A lane with nothing of a kind, or with most of it: no features but one kind, tiny and huge batches, no weight. */
class LaneEdgesTest {
    private static final int EVENTS = 400;
    private static final Feature CATEGORY = new Feature.Category("item", 0, 3);
    private static final Feature SEQUENCE = new Feature.Sequence("history", 0, "item", 4, 3);
    private static final Feature NUMBER = new Feature.Numeric("price", 0, false, true);
    private static final BatchSettings USUAL = new BatchSettings(16, 1_000_000, Schedule.EACH);

    /** A click that depends on the one feature there is, and a value that does too. */
    private static Lane learned(List<Feature> features, ModelSettings model, BatchSettings batch, float[] weights) {
        List<Task> tasks = List.of(
                new Task("click", new Logistic(), new LabelTransform.Identity(), 1),
                new Task("spend", new Squared(), new LabelTransform.Identity(), 1));
        FeatureMap map = new FeatureMap(features, tasks, List.of(), 64);
        Lane lane = new Lane(new LaneSettings(map, model, batch, 1_000_000, 1_000_000, 100, 0, "a test"));
        var random = new SplittableRandom(1);
        for (int i = 0; i < EVENTS; i++) {
            int item = random.nextInt(4);
            int[] history = new int[item];
            java.util.Arrays.fill(history, 10 + item);
            Example example = new Example(
                    map.fingerprint(),
                    null,
                    i,
                    new Source("shop", 0, i),
                    features.contains(CATEGORY) ? new int[] {item} : new int[0],
                    features.contains(SEQUENCE) ? new int[][] {history} : new int[0][],
                    features.contains(NUMBER) ? new float[] {item} : new float[0],
                    new int[] {0, 1},
                    new float[] {item < 2 ? 1 : 0, 10 * item},
                    weights);
            lane.apply(i, i, new LogRecord.Event(example), Outputs.NONE);
        }
        lane.apply(EVENTS, 0, new LogRecord.Tick(0), Outputs.NONE);
        return lane;
    }

    private static ModelSettings model(List<Integer> shared, List<Integer> task) {
        return new ModelSettings(new Sharing.Hard(), shared, task, true, Worlds.adaGrad(), Worlds.adaGrad(), 1);
    }

    static Stream<Arguments> features() {
        return Stream.<List<Integer>>of(List.of(), List.of(6), List.of(6, 1))
                .flatMap(shared -> Stream.of(CATEGORY, SEQUENCE, NUMBER)
                        .map(feature -> Arguments.of(List.of(feature), model(shared, List.of()))));
    }

    @ParameterizedTest
    @MethodSource("features")
    void oneKindOfFeaturesIsEnough(List<Feature> features, ModelSettings model) {
        Lane lane = learned(features, model, USUAL, new float[0]);
        Quality.OfClasses click = (Quality.OfClasses) lane.metrics().get(0).lifetime();
        assertThat(click.logloss()).isLessThan(click.baselineLogloss());
        Quality.OfValues spend = (Quality.OfValues) lane.metrics().get(1).lifetime();
        assertThat(spend.rmse()).isLessThan(spend.baselineRmse());
    }

    static Stream<BatchSettings> batches() {
        return Stream.of(Schedule.values())
                .flatMap(schedule -> Stream.of(1, 13, 8_192).map(size -> new BatchSettings(size, 1_000_000, schedule)));
    }

    @ParameterizedTest
    @MethodSource("batches")
    void anySizeOfBatchLearnsEverythingOnce(BatchSettings batch) {
        Lane lane = learned(List.of(CATEGORY, SEQUENCE, NUMBER), model(List.of(6), List.of(3)), batch, new float[0]);
        assertThat(lane.totals().learned()).isEqualTo(EVENTS);
        assertThat(lane.totals().pending()).isZero();
        assertThat(lane.metrics()).extracting(TaskMetrics::labelled).containsOnly((long) EVENTS);
        assertThat(lane.metrics().get(0).version()).isEqualTo((EVENTS + batch.size() - 1) / batch.size());
    }

    @Test
    void labelsWithoutWeightAreCountedAndMoveNothing() {
        List<Feature> features = List.of(CATEGORY, SEQUENCE, NUMBER);
        ModelSettings model = model(List.of(6), List.of());
        Lane weightless = learned(features, model, USUAL, new float[] {0, 0});
        Lane untouched =
                learned(features, model, new BatchSettings(8_192, 1_000_000, Schedule.EACH), new float[] {0, 0});
        assertThat(weightless.parametersSha256()).isEqualTo(untouched.parametersSha256());
        assertThat(weightless.metrics()).extracting(TaskMetrics::labelled).containsOnly((long) EVENTS);
        Lane one = learned(features, model, USUAL, new float[] {1, 0});
        Quality.OfValues spend = (Quality.OfValues) one.metrics().get(1).lifetime();
        assertThat(one.parametersSha256()).isNotEqualTo(untouched.parametersSha256());
        assertThat(spend.rmse()).isFinite();
    }
}
