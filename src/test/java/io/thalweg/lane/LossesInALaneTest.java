package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.batch.BatchSettings;
import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.ingest.Source;
import io.thalweg.learn.Quality;
import io.thalweg.loss.Logistic;
import io.thalweg.loss.Loss;
import io.thalweg.loss.Meaning;
import io.thalweg.loss.Quantile;
import io.thalweg.model.ModelSettings;
import io.thalweg.publish.Prediction;
import io.thalweg.scenario.Collected;
import io.thalweg.scenario.Losses;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every loss, beside a click, on events whose item decides most of the label: how rare a class is, how large a value.
 */
class LossesInALaneTest {
    private static final int EVENTS = 6_000;
    private static final int ITEMS = 4;
    private static final Feature ITEM = new Feature.Category("item", 0, 3);

    private record Block(int region, int block, byte[] bytes) {}

    static Stream<Loss> losses() {
        return Losses.all();
    }

    private static LaneSettings settings(Loss loss) {
        List<Task> tasks = List.of(
                new Task("task", loss, new LabelTransform.Identity(), 1),
                new Task("click", new Logistic(), new LabelTransform.Identity(), 1));
        FeatureMap map = new FeatureMap(List.of(ITEM), tasks, List.of(), 64);
        var model = new ModelSettings(
                new Sharing.Hard(), List.of(6), List.of(), true, Worlds.adaGrad(), Worlds.adaGrad(), 1);
        var batch = new BatchSettings(8, 1_000_000, BatchSettings.Schedule.EACH);
        return new LaneSettings(map, model, batch, 1_000_000, 1_000_000, 2_000, 0, "a test");
    }

    private static List<Example> examples(Loss loss) {
        int layout = settings(loss).map().fingerprint();
        var random = new SplittableRandom(1);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            int item = random.nextInt(ITEMS);
            examples.add(new Example(
                    layout,
                    null,
                    i,
                    new Source("shop", 0, i),
                    new int[] {item},
                    new int[0][],
                    new float[0],
                    new int[] {0, 1},
                    new float[] {label(loss, item, random), item % 2},
                    new float[0]));
        }
        return examples;
    }

    private static float label(Loss loss, int item, SplittableRandom random) {
        return switch (loss.meaning()) {
            case PROBABILITY, MARGIN ->
                random.nextInt(8) == 0 ? random.nextInt(Losses.classes(loss)) : item % Losses.classes(loss) % 3;
            case VALUE, QUANTILE -> (float) (40 * item + random.nextGaussian() * 20);
            case EXPECTATION ->
                random.nextInt(ITEMS) > item ? 0 : (float) Math.exp(1 + item + 0.3 * random.nextGaussian());
        };
    }

    private static void feed(Lane lane, List<Example> examples, int from, Collected to) {
        for (int i = from; i < examples.size(); i++) {
            lane.apply(i, i, new LogRecord.Event(examples.get(i)), to);
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void learnsMoreThanWhatIsUsualAndSaysItInTheLabelsUnit(Loss loss) {
        Lane lane = new Lane(settings(loss));
        Collected said = new Collected();
        feed(lane, examples(loss), 0, said);
        Quality lately = lane.metrics().get(0).window();
        assertThat(lately.baselineLoss() - lately.loss())
                .as("%s: %s", loss, lately)
                .isGreaterThan(0.1 * Math.abs(lately.baselineLoss()));
        if (lately instanceof Quality.OfClasses classes && !Double.isNaN(classes.calibration())) {
            assertThat(classes.calibration()).isBetween(0.9, 1.1);
        }
        if (lately instanceof Quality.OfValues values) {
            assertThat(Double.isNaN(values.calibration()) || Math.abs(values.calibration() - 1) < 0.1)
                    .as("%s: %s", loss, values)
                    .isTrue();
            if (loss instanceof Quantile quantile) {
                assertThat(values.coverage()).isBetween(quantile.quantile() - 0.06, quantile.quantile() + 0.06);
            }
        }
        assertInUnit(loss, said.predictions());
    }

    private static void assertInUnit(Loss loss, List<Prediction> predictions) {
        for (Prediction prediction : predictions.subList(EVENTS / 2, predictions.size())) {
            float score = prediction.scores()[0];
            assertThat(score).isFinite();
            if (loss.meaning() == Meaning.PROBABILITY && loss.outputs() <= 2) {
                assertThat(score).isBetween(0f, 1f);
            } else if (loss.meaning() == Meaning.EXPECTATION) {
                assertThat(score).isBetween(0f, 1_000f);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void aCheckpointAndTheRecordsBehindItAreTheModel(Loss loss) {
        List<Example> examples = examples(loss).subList(0, 300);
        Lane whole = new Lane(settings(loss));
        feed(whole, examples, 0, new Collected());
        for (int crash : new int[] {1, 5, 8, 129}) {
            Lane first = new Lane(settings(loss));
            feed(first, examples.subList(0, crash), 0, new Collected());
            List<Block> changelog = new ArrayList<>();
            first.checkpoint((region, block, bytes) -> changelog.add(new Block(region, block, bytes)));
            Lane second = new Lane(settings(loss));
            changelog.forEach(block -> second.restore(block.region(), block.block(), block.bytes()));
            second.resume();
            feed(second, examples, crash, new Collected());
            assertThat(second.parametersSha256()).as("crash at %d", crash).isEqualTo(whole.parametersSha256());
            assertThat(second.metrics()).isEqualTo(whole.metrics());
        }
    }

    /** The largest and the smallest label that are let through, in the midst of ordinary ones. */
    @ParameterizedTest
    @MethodSource("losses")
    void labelsAtTheEdgeLeaveEverythingFinite(Loss loss) {
        float[] edges = loss.isClassification()
                ? new float[] {0, 1}
                : loss.meaning() == Meaning.EXPECTATION
                        ? new float[] {1e6f, Float.MIN_VALUE, 0}
                        : new float[] {1e6f, -1e6f, Float.MIN_VALUE};
        Lane lane = new Lane(settings(loss));
        List<Example> examples = examples(loss).subList(0, 600);
        for (int i = 0; i < edges.length; i++) {
            examples.get(200 * i).labels()[0] = edges[i];
        }
        Collected said = new Collected();
        feed(lane, examples, 0, said);
        assertThat(said.predictions())
                .allSatisfy(prediction -> assertThat(prediction.scores()[0]).isFinite());
        assertThat(lane.metrics().get(0).lifetime().loss()).isFinite();
    }
}
