package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.batch.BatchSettings;
import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.ingest.Reason;
import io.thalweg.ingest.Source;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.loss.Logistic;
import io.thalweg.loss.Loss;
import io.thalweg.loss.Squared;
import io.thalweg.model.ModelSettings;
import io.thalweg.model.Section;
import io.thalweg.optimiser.Optimiser;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Examples at which a model overflows, and a model that does so at all of them. */
class OverflowTest {
    private static final long SEED = Long.getLong("thalweg.seed", 1);
    private static final int EVENTS = 300;
    private static final int BROKEN = 8; // the item at which the model overflows

    private record Block(int region, int block, byte[] bytes) {}

    static Stream<LaneSettings> settings() {
        return Combinations.all(OverflowTest::settings);
    }

    private static LaneSettings settings(ModelSettings model, Loss loss) {
        List<Task> tasks = new ArrayList<>();
        for (String name : List.of("click", "stars", "mood", "dwell", "buy")) {
            tasks.add(new Task(name, loss, new LabelTransform.Identity(), 1));
        }
        var map = new FeatureMap(
                List.of(new Feature.Category("item", 0, 3), new Feature.Numeric("price", 1, false, true)),
                tasks,
                List.of(),
                16);
        var batch = new BatchSettings(8, 1_000_000, BatchSettings.Schedule.EACH);
        return new LaneSettings(map, model, batch, 100_000, 100_000, 100, 20, "a test");
    }

    private static List<Example> examples(LaneSettings settings) {
        var random = new SplittableRandom(SEED);
        List<Task> tasks = settings.map().tasks();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            float[] labels = new float[tasks.size()];
            for (int task = 0; task < labels.length; task++) {
                labels[task] = random.nextInt(4) == 0
                        ? Float.NaN
                        : Losses.label(tasks.get(task).loss(), random);
            }
            labels[0] = 1;
            examples.add(new Example(
                    settings.map().fingerprint(),
                    new byte[] {(byte) i, (byte) (i >> 8)},
                    i,
                    new Source("shop", 0, i),
                    new int[] {random.nextInt(BROKEN + 1)},
                    new int[0][],
                    new float[] {random.nextInt(100)},
                    IntStream.range(0, labels.length).toArray(),
                    labels,
                    new float[0]));
        }
        return examples;
    }

    private static boolean isBroken(Example example) {
        return example.categories()[0] == BROKEN;
    }

    /** What an ill chance, and nothing in the log, has done to the weights of one item. */
    private static Lane broken(LaneSettings settings, float weight) {
        Lane lane = new Lane(settings);
        lane.sections().stream()
                .filter(section -> section.name().startsWith("linear weights"))
                .forEach(section -> overwrite(section, BROKEN, weight));
        return lane;
    }

    private static void overwrite(Section section, int row, float value) {
        for (int column = 0; column < section.width(); column++) {
            section.numbers()[section.first() + row * section.stride() + column] = value;
        }
    }

    private static void feed(Lane lane, List<Example> examples, Collected to) {
        for (Example example : examples) {
            lane.apply(example.source().offset(), 1_000, new LogRecord.Event(example), to);
        }
    }

    /** All of it, offsets aside. */
    private static List<Object> state(Lane lane) {
        List<Object> state = new ArrayList<>();
        state.add(lane.parametersSha256());
        state.add(lane.version());
        state.add(lane.totals().learned());
        state.add(lane.totals().pending());
        lane.metrics()
                .forEach(task -> state.addAll(List.of(
                        task.labelled(),
                        task.lifetime(),
                        task.window(),
                        task.standing().weight(),
                        task.standing().cosines())));
        return state;
    }

    @ParameterizedTest
    @MethodSource("settings")
    void anExampleAtWhichTheModelOverflowsIsAsIfItHadNotBeenThere(LaneSettings settings) {
        List<Example> all = examples(settings);
        List<Example> sound = all.stream().filter(example -> !isBroken(example)).toList();
        for (float weight : new float[] {1e20f, Float.POSITIVE_INFINITY, Float.NaN}) {
            Lane lane = broken(settings, weight);
            Lane other = broken(settings, weight);
            Collected said = new Collected();
            Collected expected = new Collected();
            feed(lane, all, said);
            feed(other, sound, expected);
            lane.settle(EVENTS, 1_000, said);
            other.settle(EVENTS, 1_000, expected);
            assertThat(state(lane)).isEqualTo(state(other));
            assertThat(said.predictions()).extracting(one -> one.key()).isEqualTo(keys(expected));
            for (int i = 0; i < expected.predictions().size(); i++) {
                assertThat(said.predictions().get(i).scores())
                        .isEqualTo(expected.predictions().get(i).scores());
            }
            assertThat(said.refused())
                    .hasSize(all.size() - sound.size())
                    .allSatisfy(refused -> assertTold(refused, all));
            assertThat(lane.totals().refused()).isEqualTo(all.size() - sound.size());
        }
    }

    private static List<byte[]> keys(Collected collected) {
        return collected.predictions().stream().map(one -> one.key()).toList();
    }

    private static void assertTold(Refused refused, List<Example> all) {
        assertThat(all.get((int) refused.offset()).key())
                .isEqualTo(refused.example().key());
        assertThat(isBroken(refused.example())).isTrue();
        assertThat(refused.reason()).isEqualTo(Reason.OVERFLOW);
        assertThat(refused.detail()).contains("not finite or beyond all bounds", "lower optimiser.rate");
    }

    /** Scores are in order, and the gradient of what stands before a layer of zeros is not. */
    @Test
    void anExampleWhoseGradientOverflowsIsFoundAmongTheOthers() {
        LaneSettings settings = settings(Worlds.hard(Worlds.adaGrad()), new Logistic());
        List<Example> all = examples(settings);
        List<Lane> lanes = List.of(new Lane(settings), new Lane(settings));
        for (Lane lane : lanes) {
            lane.sections().stream()
                    .filter(section -> section.name().startsWith("head"))
                    .forEach(section -> IntStream.range(0, section.rows()).forEach(row -> overwrite(section, row, 0)));
            lane.sections().stream()
                    .filter(section -> section.name().startsWith("embeddings"))
                    .forEach(section -> overwrite(section, BROKEN, 1e18f));
            publish(lane);
        }
        Collected said = new Collected();
        feed(lanes.get(0), all.subList(0, 40), said);
        feed(
                lanes.get(1),
                all.stream().limit(40).filter(example -> !isBroken(example)).toList(),
                new Collected());
        lanes.forEach(lane -> lane.settle(40, 1_000, new Collected()));
        assertThat(said.refused()).isNotEmpty().allSatisfy(refused -> assertTold(refused, all));
        assertThat(state(lanes.get(0))).isEqualTo(state(lanes.get(1)));
    }

    /** Layers have copies of the weights, which a restored lane makes anew. */
    private static void publish(Lane lane) {
        lane.checkpoint((region, block, bytes) -> {
            if (region == Snapshots.META) {
                lane.restore(region, block, bytes);
            }
        });
        lane.resume();
    }

    @Test
    void whatWasRefusedMayComeAgain() {
        LaneSettings settings = settings(Worlds.hard(Worlds.adaGrad()), new Logistic());
        List<Example> broken = examples(settings).stream()
                .filter(OverflowTest::isBroken)
                .limit(3)
                .toList();
        Lane lane = broken(settings, Float.NaN);
        Collected said = new Collected();
        feed(lane, broken, said);
        lane.settle(EVENTS, 1_000, said);
        feed(lane, broken, said);
        lane.settle(EVENTS, 1_000, said);
        assertThat(lane.totals()).isEqualTo(new Totals(0, 0, 0, 0, 6, 0, 0));
        feed(lane, List.of(examples(settings).get(0), examples(settings).get(0)), said);
        assertThat(lane.totals().duplicates()).isEqualTo(1);
    }

    private static LaneSettings tooFast() {
        var optimiser = new Optimiser.Sgd(100);
        return settings(Worlds.hard(optimiser), new Squared());
    }

    @Test
    void aModelThatDivergesSaysSoAtOnceAndStaysFinite() {
        Lane lane = new Lane(tooFast());
        Collected said = new Collected();
        feed(lane, examples(tooFast()), said);
        TaskMetrics first = said.metrics().get(0);
        assertThat(first.standing().isDiverged()).isTrue();
        assertThat(first.refused()).isPositive();
        List<Refused> diverged = said.refused().stream()
                .filter(refused -> refused.reason() == Reason.DIVERGED)
                .toList();
        assertThat(diverged.get(0).offset()).isLessThanOrEqualTo(first.offset());
        assertThat(diverged.get(0).detail()).contains("the model has diverged", "promote", "lower");
        lane.sections().forEach(section -> {
            for (float number : section.numbers()) {
                assertThat(number).isFinite();
            }
        });
        lane.metrics().forEach(task -> assertThat(task.lifetime().loss()).isFinite());
        assertThat(lane.totals().learned() + lane.totals().refused()).isEqualTo(EVENTS);
    }

    @Test
    void aRestoredLaneRefusesWhatTheOtherDoes() {
        List<Example> examples = examples(tooFast());
        Lane whole = new Lane(tooFast());
        Collected said = new Collected();
        feed(whole, examples, said);
        for (int crash : new int[] {1, 9, 30, 60, 155}) {
            Lane first = new Lane(tooFast());
            feed(first, examples.subList(0, crash), new Collected());
            List<Block> changelog = new ArrayList<>();
            first.checkpoint((region, block, bytes) -> changelog.add(new Block(region, block, bytes)));
            Lane second = new Lane(tooFast());
            changelog.forEach(block -> second.restore(block.region(), block.block(), block.bytes()));
            second.resume();
            feed(second, examples.subList(crash, EVENTS), new Collected());
            assertThat(state(second)).isEqualTo(state(whole));
            assertThat(second.metrics()).isEqualTo(whole.metrics());
            assertThat(second.totals()).isEqualTo(whole.totals());
        }
    }

    @Test
    void aRequestIsNotAnsweredWithWhatIsNoNumber() {
        LaneSettings settings = settings(Worlds.hard(Worlds.adaGrad()), new Logistic());
        Example broken = examples(settings).stream()
                .filter(OverflowTest::isBroken)
                .findFirst()
                .orElseThrow();
        Lane lane = broken(settings, Float.NaN);
        Collected said = new Collected();
        feed(lane, List.of(Worlds.request(broken)), said);
        assertThat(said.predictions()).isEmpty();
        assertThat(said.refused())
                .singleElement()
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.OVERFLOW));
    }
}
