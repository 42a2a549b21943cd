package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.balance.Famo;
import io.thalweg.balance.Fixed;
import io.thalweg.balance.Nash;
import io.thalweg.balance.PcGrad;
import io.thalweg.batch.BatchSettings;
import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.learn.Quality;
import io.thalweg.learn.Standing;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.model.ModelSettings;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.publish.Outputs;
import io.thalweg.scenario.Changes;
import io.thalweg.scenario.Changes.Change;
import io.thalweg.scenario.Collected;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A lane that goes on under changed settings: what it knew it knows, what is new begins, and nothing else. */
class LaneEvolvedTest {
    private static final FeatureMap SHOP = Changes.shop();
    private static final int EVENTS = 330;
    private static final BatchSettings BATCH = new BatchSettings(16, 60_000, BatchSettings.Schedule.EACH);
    private static final ModelSettings SHARED_HEADS = Worlds.hard(Worlds.adaGrad());

    private record Block(int region, int block, byte[] bytes) {}

    static Stream<ModelSettings> models() {
        Optimiser adam = new Optimiser.Adam(0.01, 0.9, 0.99, 1e-8);
        Optimiser ftrl = new Optimiser.FtrlProximal(0.1, 1, 0.001, 0.01);
        return Stream.of(
                SHARED_HEADS,
                SHARED_HEADS.with(new Nash(20)),
                SHARED_HEADS.with(new Famo(1, 0.001, 100)),
                new ModelSettings(new Sharing.Hard(), List.of(8), List.of(5), true, adam, ftrl, 7),
                new ModelSettings(new Sharing.Hard(), List.of(), List.of(), true, adam, new Optimiser.Sgd(0.05), 7),
                new ModelSettings(new Sharing.Independent(), List.of(6), List.of(4), false, ftrl, adam, 7));
    }

    static Stream<Arguments> changes() {
        return models().flatMap(model -> Changes.all().map(change -> Arguments.of(model, change)));
    }

    private static LaneSettings settings(FeatureMap map, ModelSettings model) {
        return new LaneSettings(map, model, BATCH, 200, 100, 100, 50, "a test");
    }

    private static void feed(Lane lane, FeatureMap map, int count, Outputs outputs) {
        for (Example example : Changes.examples(map, (int) lane.nextOffset(), count, 1 + lane.nextOffset())) {
            lane.apply(example.source().offset(), 1_000_000, new LogRecord.Event(example), outputs);
        }
    }

    private static void tick(Lane lane) {
        lane.apply(lane.nextOffset(), 0, new LogRecord.Tick(0), Outputs.NONE);
    }

    private static Lane learned(ModelSettings model) {
        Lane lane = new Lane(settings(SHOP, model));
        feed(lane, SHOP, EVENTS, Outputs.NONE);
        tick(lane);
        return lane;
    }

    @ParameterizedTest
    @MethodSource("models")
    void theSameSettingsChangeNothing(ModelSettings model) {
        Collected steady = new Collected();
        Collected evolved = new Collected();
        Lane old = learned(model);
        Lane lane = Lane.evolved(old, settings(SHOP, model));
        assertThat(lane.parametersSha256()).isEqualTo(old.parametersSha256());
        assertThat(lane.totals()).isEqualTo(old.totals());
        assertThat(lane.metrics()).isEqualTo(old.metrics());
        assertThat(lane.nextOffset()).isEqualTo(old.nextOffset());
        feed(old, SHOP, EVENTS, steady);
        feed(lane, SHOP, EVENTS, evolved);
        assertThat(lane.parametersSha256()).isEqualTo(old.parametersSha256());
        assertThat(lane.metrics()).isEqualTo(old.metrics());
        assertThat(evolved.manifests()).hasSize(2).isEqualTo(steady.manifests());
        assertThat(offsetsAndScores(evolved)).hasSizeGreaterThan(EVENTS - 16).isEqualTo(offsetsAndScores(steady));
    }

    private static List<String> offsetsAndScores(Collected collected) {
        return collected.predictions().stream()
                .map(prediction -> prediction.offset() + Arrays.toString(prediction.scores()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void theNextCheckpointIsTheWholeLane(ModelSettings model, Change change) {
        LaneSettings next = settings(change.after(), model);
        Lane lane = Lane.evolved(learned(model), next);
        List<Block> changelog = new ArrayList<>();
        lane.checkpoint((region, block, bytes) -> changelog.add(new Block(region, block, bytes)));
        Lane copy = new Lane(next);
        changelog.forEach(block -> copy.restore(block.region(), block.block(), block.bytes()));
        copy.resume();
        for (int round = 0; round < 2; round++) {
            assertThat(copy.parametersSha256()).isEqualTo(lane.parametersSha256());
            assertThat(copy.totals()).isEqualTo(lane.totals());
            assertThat(copy.metrics()).isEqualTo(lane.metrics());
            Collected ofLane = new Collected();
            Collected ofCopy = new Collected();
            feed(lane, change.after(), 100, ofLane);
            feed(copy, change.after(), 100, ofCopy);
            assertThat(ofCopy.manifests()).isEqualTo(ofLane.manifests());
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatWasKnownOfATaskStaysKnown(ModelSettings model, Change change) {
        Lane old = learned(model);
        Lane lane = Lane.evolved(old, settings(change.after(), model));
        Map<String, TaskMetrics> before = byTask(old.metrics());
        byTask(lane.metrics()).forEach((task, metrics) -> {
            if (before.containsKey(task)) {
                assertThat(metrics).isEqualTo(without(before.get(task), names(change.after())));
            } else {
                assertThat(metrics.labelled()).isZero();
                assertThat(metrics.version()).isEqualTo(before.get("stars").version());
            }
        });
        assertThat(lane.totals()).isEqualTo(old.totals());
    }

    /** Nobody stands in any way to a task that is gone. */
    private static TaskMetrics without(TaskMetrics metrics, List<String> left) {
        Map<String, Double> cosines = new LinkedHashMap<>(metrics.standing().cosines());
        cosines.keySet().retainAll(left);
        return new TaskMetrics(
                metrics.task(),
                metrics.offset(),
                metrics.version(),
                metrics.eventTime(),
                metrics.labelled(),
                metrics.refused(),
                metrics.lagMillis(),
                metrics.lifetime(),
                metrics.window(),
                new Standing(
                        metrics.standing().weight(), cosines, metrics.standing().gates(), false));
    }

    private static List<String> names(FeatureMap map) {
        return map.tasks().stream().map(Task::name).toList();
    }

    private static Map<String, TaskMetrics> byTask(List<TaskMetrics> metrics) {
        Map<String, TaskMetrics> byTask = new LinkedHashMap<>();
        metrics.forEach(one -> byTask.put(one.task(), one));
        return byTask;
    }

    static Stream<Arguments> changesOfTasks() {
        return models().flatMap(model -> Changes.all()
                .filter(change -> change.after().features().equals(SHOP.features()))
                .map(change -> Arguments.of(model, change)));
    }

    @ParameterizedTest
    @MethodSource("changesOfTasks")
    void predictionsForATaskDoNotNoticeTheOthersComeAndGo(ModelSettings model, Change change) {
        Lane old = learned(model);
        Lane lane = Lane.evolved(old, settings(change.after(), model));
        for (Example example : Changes.examples(SHOP, EVENTS + 1, 20, 5)) {
            Map<String, Float> before = scores(old, SHOP, example);
            scores(lane, change.after(), example).forEach((task, score) -> {
                if (before.containsKey(task)) {
                    assertThat(score).as(task).isEqualTo(before.get(task));
                }
            });
        }
    }

    /** Sums go in the order of the features, so the last bits may differ. */
    @ParameterizedTest
    @MethodSource("models")
    void predictionsDoNotDependOnTheOrderOfFeatures(ModelSettings model) {
        FeatureMap after = Changes.all()
                .filter(change -> change.name().equals("features in another order"))
                .findFirst()
                .orElseThrow()
                .after();
        Lane old = learned(model);
        Lane lane = Lane.evolved(old, settings(after, model));
        for (Example example : Changes.examples(SHOP, EVENTS + 1, 20, 5)) {
            Map<String, Float> before = scores(old, SHOP, example);
            scores(lane, after, reversed(example))
                    .forEach((task, score) -> assertThat(score).isCloseTo(before.get(task), within(1e-4f)));
        }
    }

    private static Example reversed(Example example) {
        int[] categories = example.categories().clone();
        float[] numbers = example.numbers().clone();
        for (int i = 0; i < categories.length; i++) {
            categories[i] = example.categories()[categories.length - 1 - i];
        }
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = example.numbers()[numbers.length - 1 - i];
        }
        return new Example(
                0,
                null,
                0,
                example.source(),
                categories,
                example.sequences(),
                numbers,
                example.tasks(),
                example.labels(),
                example.weights());
    }

    /** What a lane answers to a request with the contents of an example, by task. */
    private static Map<String, Float> scores(Lane lane, FeatureMap map, Example example) {
        Example request = new Example(
                map.fingerprint(),
                null,
                example.time(),
                example.source(),
                example.categories(),
                example.sequences(),
                example.numbers(),
                IntStream.range(0, map.tasks().size()).toArray(),
                new float[0],
                new float[0]);
        Collected published = new Collected();
        lane.apply(lane.nextOffset(), 0, new LogRecord.Event(request), published);
        Map<String, Float> scores = new LinkedHashMap<>();
        for (Task task : map.tasks()) {
            scores.put(task.name(), published.predictions().get(0).scores()[scores.size()]);
        }
        return scores;
    }

    @Test
    void otherRatesAndWeightsCountFromTheNextStepOn() {
        Optimiser faster = new Optimiser.AdaGrad(0.5, 1e-8, 0);
        LaneSettings next = new LaneSettings(
                SHOP,
                Worlds.hard(faster),
                new BatchSettings(5, 60_000, BatchSettings.Schedule.ROUND),
                90,
                50,
                10,
                50,
                "");
        Lane old = learned(SHARED_HEADS);
        Lane lane = Lane.evolved(old, next);
        assertThat(lane.parametersSha256()).isEqualTo(old.parametersSha256());
        assertThat(lane.metrics()).isEqualTo(old.metrics());
        Collected published = new Collected();
        feed(lane, SHOP, 60, published);
        feed(old, SHOP, 60, Outputs.NONE);
        assertThat(lane.parametersSha256()).isNotEqualTo(old.parametersSha256());
        assertThat(published.manifests()).hasSize(1);
        Quality window = lane.metrics().get(0).window();
        assertThat(window.count()).isBetween(9.0, 10.5);
    }

    /** It begins as if it had seen nothing, so that whoever comes back to a rule does not find it as it was left. */
    @Test
    void anotherBalanceCountsFromTheNextStepOn() {
        Lane old = learned(SHARED_HEADS.with(new Nash(20)));
        LaneSettings next = settings(SHOP, SHARED_HEADS.with(new PcGrad(20)));
        Lane lane = Lane.evolved(old, next);
        Lane back = Lane.evolved(lane, old.settings());
        assertThat(lane.parametersSha256()).isEqualTo(old.parametersSha256());
        feed(lane, SHOP, 60, Outputs.NONE);
        feed(back, SHOP, 60, Outputs.NONE);
        feed(old, SHOP, 60, Outputs.NONE);
        assertThat(lane.parametersSha256()).isNotEqualTo(old.parametersSha256());
        assertThat(back.parametersSha256()).isNotEqualTo(old.parametersSha256());
    }

    @Test
    void otherSettingsOfABalanceGoOnFromWhatItHasSeen() {
        Lane old = learned(SHARED_HEADS.with(new Nash(20)));
        Lane lane = Lane.evolved(old, settings(SHOP, SHARED_HEADS.with(new Nash(10))));
        Lane back = Lane.evolved(lane, old.settings());
        feed(back, SHOP, 60, Outputs.NONE);
        feed(old, SHOP, 60, Outputs.NONE);
        assertThat(back.parametersSha256()).isEqualTo(old.parametersSha256());
    }

    @Test
    void aBalanceThatIsGoneLeavesNothingBehind() {
        Lane plain = learned(SHARED_HEADS);
        LaneSettings fixed = settings(SHOP, SHARED_HEADS.with(new Fixed()));
        Lane lane = Lane.evolved(Lane.evolved(plain, settings(SHOP, SHARED_HEADS.with(new Nash(20)))), fixed);
        feed(lane, SHOP, 60, Outputs.NONE);
        feed(plain, SHOP, 60, Outputs.NONE);
        assertThat(lane.parametersSha256()).isEqualTo(plain.parametersSha256());
    }

    @Test
    void keysAndChainOfSnapshotsGoOn() {
        Collected before = new Collected();
        Collected after = new Collected();
        Lane old = new Lane(settings(SHOP, SHARED_HEADS));
        feed(old, SHOP, EVENTS, before);
        tick(old);
        FeatureMap map = Changes.all().skip(1).findFirst().orElseThrow().after();
        Lane lane = Lane.evolved(old, settings(map, SHARED_HEADS));
        Example again = Changes.examples(map, EVENTS - 50, 1, 1).get(0);
        lane.apply(lane.nextOffset(), 0, new LogRecord.Event(again), after);
        assertThat(lane.totals().duplicates()).isOne();
        feed(lane, map, 100, after);
        assertThat(after.manifests()).hasSize(1);
        assertThat(after.manifests().get(0).extent().firstOffset())
                .isEqualTo(before.manifests().get(0).extent().nextOffset());
        assertThat(after.manifests().get(0).proof().previous())
                .isEqualTo(before.manifests().get(0).proof().chain());
        assertThat(lane.totals().snapshots()).isEqualTo(2);
    }

    @Test
    void recordsOfEarlierFeaturesArePassedOver() {
        FeatureMap added = Changes.all().skip(1).findFirst().orElseThrow().after();
        FeatureMap moved = Changes.all().skip(2).findFirst().orElseThrow().after();
        Lane once = Lane.evolved(learned(SHARED_HEADS), settings(added, SHARED_HEADS));
        Lane twice = Lane.evolved(once, settings(moved, SHARED_HEADS));
        for (FeatureMap map : List.of(SHOP, added, moved)) {
            LogRecord event =
                    new LogRecord.Event(Changes.examples(map, 1_000, 1, 1).get(0));
            assertThat(twice.apply(twice.nextOffset(), 0, event, Outputs.NONE)).isEqualTo(map == moved);
        }
        Lane back = Lane.evolved(once, settings(SHOP, SHARED_HEADS));
        feed(back, SHOP, 1, Outputs.NONE);
        assertThat(back.totals().learned()).isEqualTo(EVENTS + 1);
    }

    @Test
    void nothingMayWaitInTheBuffers() {
        Lane lane = new Lane(settings(SHOP, SHARED_HEADS));
        feed(lane, SHOP, EVENTS, Outputs.NONE);
        assertThatThrownBy(() -> Lane.evolved(lane, settings(SHOP, SHARED_HEADS)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("10 examples wait to be learned from; a lane evolves only when it is settled");
    }

    @Test
    void whatCannotGoOnIsRefusedWithAllReasons() {
        ModelSettings other = new ModelSettings(
                new Sharing.Hard(), List.of(8), List.of(), true, Worlds.adaGrad(), Worlds.adaGrad(), 8);
        Lane old = learned(SHARED_HEADS);
        assertThatThrownBy(() -> Lane.evolved(old, settings(SHOP, other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the model cannot go on with this configuration:"
                        + " model.layers.shared was [8, 6], is now [8]; seed was 7, is now 8");
    }
}
