package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.batch.BatchSettings;
import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.ingest.Reason;
import io.thalweg.ingest.Source;
import io.thalweg.loss.Logistic;
import io.thalweg.loss.Loss;
import io.thalweg.model.ModelSettings;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.Refused;
import io.thalweg.scenario.Collected;
import io.thalweg.scenario.Combinations;
import io.thalweg.scenario.Losses;
import io.thalweg.scenario.Worlds;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One absurd example does nothing to a model, whatever it shares, how it is balanced, moved and judged. */
class GuardTest {
    private static final long SEED = Long.getLong("thalweg.seed", 1);
    private static final int EVENTS = 150;
    private static final float[] ABSURD = {1e30f, -1e30f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};

    static Stream<LaneSettings> settings() {
        return Combinations.all(GuardTest::settings);
    }

    /** A task of this loss beside four others. */
    private static LaneSettings settings(ModelSettings model, Loss loss) {
        List<Task> tasks = new ArrayList<>();
        for (String name : List.of("click", "stars", "mood", "dwell", "buy")) {
            tasks.add(new Task(name, loss, new LabelTransform.Identity(), 1));
        }
        var map = new FeatureMap(
                List.of(
                        new Feature.Category("item", 0, 3),
                        new Feature.Count("seen", List.of(new Feature.Category("item", 0, 3)), 3),
                        new Feature.Numeric("price", 1, false, true),
                        new Feature.Numeric("age", 2, true, false)),
                tasks,
                List.of(),
                64);
        var batch = new BatchSettings(8, 1_000_000, BatchSettings.Schedule.EACH);
        return new LaneSettings(map, model, batch, 40, 30, 100, 20, "a test");
    }

    private static List<Example> examples(LaneSettings settings) {
        var random = new SplittableRandom(SEED);
        List<Task> tasks = settings.map().tasks();
        int layout = settings.map().fingerprint();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            float[] numbers = {random.nextInt(100), (float) StrictMath.log1p(random.nextInt(90))};
            float[] labels = new float[tasks.size()];
            for (int task = 0; task < labels.length; task++) {
                labels[task] = random.nextInt(4) == 0
                        ? Float.NaN
                        : Losses.label(tasks.get(task).loss(), random);
            }
            labels[random.nextInt(labels.length)] = 1;
            examples.add(new Example(
                    layout,
                    new byte[] {(byte) i},
                    i,
                    new Source("shop", 0, i),
                    new int[] {random.nextInt(9), random.nextInt(9)},
                    new int[0][],
                    numbers,
                    new int[] {0, 1, 2, 3, 4},
                    labels,
                    new float[] {1, 2, 1, 1, 1}));
        }
        return examples;
    }

    /** Copies of an example, each of them absurd in another way. */
    private static List<Example> absurd(Example example) {
        List<Example> absurd = new ArrayList<>();
        for (float value : ABSURD) {
            absurd.add(with(example, new float[] {value, 1}, example.labels(), example.weights()));
            absurd.add(with(example, new float[] {1, value}, example.labels(), example.weights()));
            absurd.add(with(example, example.numbers(), new float[] {1, value, 1, 1, 1}, example.weights()));
            absurd.add(with(
                    example, example.numbers(), example.labels(), new float[] {value, value, value, value, value}));
        }
        float[] nothing = new float[example.labels().length];
        java.util.Arrays.fill(nothing, Float.NaN);
        absurd.add(with(example, example.numbers(), example.labels(), nothing));
        absurd.add(with(example, example.numbers(), nothing, example.weights()));
        absurd.add(with(example, example.numbers(), new float[] {1, 1, 1, 1, 1}, new float[] {1, 1, -1, 1, 1}));
        return absurd;
    }

    private static Example with(Example example, float[] numbers, float[] labels, float[] weights) {
        return new Example(
                example.layout(),
                example.key(),
                example.time(),
                new Source("absurd", 0, example.source().offset()),
                example.categories(),
                example.sequences(),
                numbers,
                example.tasks(),
                labels,
                weights);
    }

    private static long feed(Lane lane, List<Example> examples, Collected to) {
        for (Example example : examples) {
            lane.apply(lane.nextOffset(), 1_000_000 + example.time(), new LogRecord.Event(example), to);
        }
        return lane.nextOffset();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void anAbsurdExampleIsAsIfItHadNotBeenThere(LaneSettings settings) {
        List<Example> clean = examples(settings);
        List<Example> dirty = new ArrayList<>();
        for (int i = 0; i < clean.size(); i++) {
            if (i % 20 == 3) {
                dirty.addAll(absurd(clean.get(i)));
            }
            dirty.add(clean.get(i));
        }
        Lane lane = new Lane(settings);
        Lane other = new Lane(settings);
        Collected said = new Collected();
        Collected expected = new Collected();
        feed(lane, dirty, said);
        feed(other, clean, expected);
        assertThat(lane.parametersSha256()).isEqualTo(other.parametersSha256());
        assertThat(figures(lane)).isEqualTo(figures(other));
        assertThat(without(lane.totals())).isEqualTo(without(other.totals()));
        assertThat(lane.totals().refused()).isEqualTo(dirty.size() - clean.size());
        assertThat(said.predictions()).hasSameSizeAs(expected.predictions());
        for (int i = 0; i < expected.predictions().size(); i++) {
            assertSame(said.predictions().get(i), expected.predictions().get(i));
        }
        assertThat(said.refused())
                .hasSize(dirty.size() - clean.size())
                .allSatisfy(refused -> assertTold(refused, dirty));
    }

    private static void assertTold(Refused refused, List<Example> dirty) {
        assertThat(dirty.get((int) refused.offset())).isSameAs(refused.example());
        assertThat(refused.example().source().topic()).isEqualTo("absurd");
        assertThat(refused.reason()).isIn(Reason.OUT_OF_RANGE, Reason.BAD_LABEL);
        assertThat(refused.detail()).containsPattern("(feature|task) '|none of its labels");
    }

    /** All that is told of the tasks, but where in the log. */
    private static List<Object> figures(Lane lane) {
        List<Object> figures = new ArrayList<>();
        lane.metrics().forEach(task -> {
            figures.add(task.lifetime());
            figures.add(task.window());
            figures.add(task.standing());
            figures.add(task.labelled());
            figures.add(task.version());
        });
        return figures;
    }

    private static Totals without(Totals totals) {
        return new Totals(
                totals.learned(),
                totals.pending(),
                totals.requests(),
                totals.duplicates(),
                0,
                totals.ticks(),
                totals.snapshots());
    }

    private static void assertSame(Prediction one, Prediction other) {
        assertThat(one.key()).isEqualTo(other.key());
        assertThat(one.version()).isEqualTo(other.version());
        assertThat(one.scores()).isEqualTo(other.scores());
        assertThat(one.labels()).isEqualTo(other.labels());
    }

    @Test
    void aRequestThatIsAbsurdIsRefusedToo() {
        LaneSettings settings = settings(Worlds.hard(Worlds.adaGrad()), new Logistic());
        Lane lane = new Lane(settings);
        Collected said = new Collected();
        Example example = examples(settings).get(0);
        feed(
                lane,
                List.of(Worlds.request(with(example, new float[] {1e30f, 1}, example.labels(), example.weights()))),
                said);
        assertThat(said.predictions()).isEmpty();
        assertThat(said.refused())
                .singleElement()
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.OUT_OF_RANGE));
        assertThat(lane.totals()).isEqualTo(new Totals(0, 0, 0, 0, 1, 0, 0));
    }
}
