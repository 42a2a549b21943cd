package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.balance.Balance;
import io.thalweg.batch.BatchSettings;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.feature.LabelColumn;
import io.thalweg.loss.Huber;
import io.thalweg.loss.Loss;
import io.thalweg.loss.Squared;
import io.thalweg.model.EmbeddingLife;
import io.thalweg.model.ModelSettings;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.regularise.Penalty;
import io.thalweg.regularise.Regularisation.On;
import io.thalweg.scenario.Balances;
import io.thalweg.scenario.Changes;
import io.thalweg.scenario.Changes.Change;
import io.thalweg.scenario.Losses;
import io.thalweg.scenario.Regularisations;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Hierarchical;
import io.thalweg.sharing.Newcomers;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.After;
import io.thalweg.task.After.Gradient;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EvolutionTest {
    private static final Optimiser ADAGRAD = Worlds.adaGrad();
    private static final ModelSettings MODEL = Worlds.hard(ADAGRAD);
    private static final BatchSettings BATCH = new BatchSettings(16, 60_000, BatchSettings.Schedule.EACH);
    private static final List<Integer> SHARED = MODEL.shared();
    private static final Sharing HARD = new Sharing.Hard();
    private static final Feature.Categorical USER = new Feature.Category("user", 0, 3);
    private static final Feature.Categorical HOUR = new Feature.TimePart("hour", 1, Feature.Part.HOUR, 3);

    private static LaneSettings settings(FeatureMap map, ModelSettings model) {
        return new LaneSettings(map, model, BATCH, 200, 100, 100, 50, "a test");
    }

    private static LaneSettings settings(ModelSettings model) {
        return settings(Changes.shop(), model);
    }

    private static LaneSettings settings(Feature feature) {
        return settings(new FeatureMap(List.of(feature), Worlds.tasks(), List.of(), 64), MODEL);
    }

    private static LaneSettings settings(Task task, LabelColumn.Rule rule) {
        LabelColumn label = new LabelColumn(0, 0, rule, -1);
        return settings(new FeatureMap(List.of(USER), List.of(task), List.of(label), 64), MODEL);
    }

    private static Task task(Loss loss, LabelTransform transform) {
        return new Task("dwell", loss, transform, 1);
    }

    static Stream<Change> changes() {
        return Changes.all();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void featuresAndTasksComeGoAndMove(Change change) {
        LaneSettings before = settings(MODEL);
        assertThat(Evolution.obstacles(before, settings(change.after(), MODEL))).isEmpty();
        assertThat(Evolution.obstacles(settings(change.after(), MODEL), before)).isEmpty();
    }

    static Stream<ModelSettings> continued() {
        return Stream.of(
                Worlds.hard(new Optimiser.AdaGrad(0.5, 1e-4, 0)),
                new ModelSettings(HARD, SHARED, List.of(), true, ADAGRAD, new Optimiser.AdaGrad(1, 1e-8, 0), 7));
    }

    @ParameterizedTest
    @MethodSource("continued")
    void ratesMayChange(ModelSettings model) {
        assertThat(Evolution.obstacles(settings(MODEL), settings(model))).isEmpty();
    }

    @Test
    void whatIsDoneWhenMayChange() {
        var round = new BatchSettings(7, 1_000, BatchSettings.Schedule.ROUND);
        LaneSettings other = new LaneSettings(Changes.shop(), MODEL, round, 9, 8, 7, 50, "other words");
        assertThat(Evolution.obstacles(settings(MODEL), other)).isEmpty();
    }

    @Test
    void aColumnMayMoveAndATaskMayWeighMore() {
        var value = new LabelColumn.Rule.Value();
        Task light = new Task("dwell", new Squared(), new LabelTransform.Identity(), 1);
        Task heavy = new Task("dwell", new Squared(), new LabelTransform.Identity(), 2);
        assertThat(Evolution.obstacles(settings(light, value), settings(heavy, value)))
                .isEmpty();
        assertThat(Evolution.obstacles(settings(USER), settings(new Feature.Category("user", 9, 3))))
                .isEmpty();
        Feature before = new Feature.Cross("both", List.of(USER, HOUR), 2);
        Feature after = new Feature.Cross("both", List.of(new Feature.Category("user", 4, 8), HOUR), 2);
        assertThat(Evolution.obstacles(settings(before), settings(after)))
                .as("rows of a cross are its own, whatever its parts have")
                .isEmpty();
    }

    private static ModelSettings model(
            Sharing sharing, List<Integer> shared, List<Integer> task, boolean wide, long seed) {
        return new ModelSettings(sharing, shared, task, wide, ADAGRAD, ADAGRAD, seed);
    }

    private static LaneSettings grouped(List<String> tasks, Map<String, List<String>> groups) {
        List<Task> learned = tasks.stream()
                .map(name -> new Task(name, new Squared(), new LabelTransform.Identity(), 1))
                .toList();
        return settings(
                new FeatureMap(List.of(USER), learned, List.of(), 64),
                model(new Hierarchical(new TreeMap<>(groups)), SHARED, List.of(), true, 7));
    }

    @Test
    void tasksComeAndGoInTheirGroups() {
        LaneSettings before =
                grouped(List.of("click", "buy", "dwell"), Map.of("a", List.of("click", "dwell"), "b", List.of("buy")));
        assertThat(Evolution.obstacles(
                        before,
                        grouped(
                                List.of("stay", "dwell", "click", "like"),
                                Map.of("c", List.of("like"), "a", List.of("stay", "dwell", "click")))))
                .isEmpty();
        assertThat(Evolution.obstacles(before, grouped(List.of("click", "buy"), Map.of("a", List.of("click", "buy")))))
                .containsExactly("model.sharing was Hierarchical[groups={a=[click], b=[buy]}], is now"
                        + " Hierarchical[groups={a=[click, buy]}]");
    }

    /** What each part of a model says when it changes, by its name in the code. */
    private static Map<String, Arguments> modelObstacles() {
        Map<String, Arguments> changes = new LinkedHashMap<>();
        changes.put(
                "sharing",
                Arguments.of(
                        model(new Sharing.Independent(), SHARED, List.of(), true, 7),
                        "model.sharing was Hard[], is now Independent[]"));
        changes.put(
                "shared",
                Arguments.of(
                        model(HARD, List.of(8, 7), List.of(), true, 7),
                        "model.layers.shared was [8, 6], is now [8, 7]"));
        changes.put(
                "task", Arguments.of(model(HARD, SHARED, List.of(5), true, 7), "model.layers.task was [], is now [5]"));
        changes.put(
                "wide", Arguments.of(model(HARD, SHARED, List.of(), false, 7), "model.wide was true, is now false"));
        changes.put(
                "optimiser",
                Arguments.of(
                        new ModelSettings(HARD, SHARED, List.of(), true, new Optimiser.Sgd(0.1), ADAGRAD, 7),
                        "optimiser was AdaGrad[rate=0.05, epsilon=1.0E-8, start=0.0], is now Sgd[rate=0.1]"));
        changes.put(
                "wideOptimiser",
                Arguments.of(
                        new ModelSettings(HARD, SHARED, List.of(), true, ADAGRAD, new Optimiser.Sgd(0.1), 7),
                        "model.wide.optimiser was AdaGrad[rate=0.05, epsilon=1.0E-8, start=0.0], is now"
                                + " Sgd[rate=0.1]"));
        changes.put("seed", Arguments.of(model(HARD, SHARED, List.of(), true, 8), "seed was 7, is now 8"));
        changes.put(
                "regularisation",
                Arguments.of(
                        MODEL.with(Regularisations.only(On.HEADS, new Penalty(1, 0, 0))),
                        "model.regularise was {}, is now {HEADS=Penalty[l1=1.0, l2=0.0, group=0.0]}"));
        changes.put(
                "life",
                Arguments.of(MODEL.with(new EmbeddingLife(3, 0)), "model.embedding.admit-after was 1, is now 3"));
        return changes;
    }

    static Stream<Arguments> models() {
        return modelObstacles().values().stream();
    }

    @ParameterizedTest
    @MethodSource("models")
    void theModelStaysWhatItIs(ModelSettings after, String line) {
        assertThat(Evolution.obstacles(settings(MODEL), settings(after))).containsExactly(line);
    }

    /** The balance stands in nobody's way, nor does what others will begin from. */
    @Test
    void noPartOfTheModelEscapes() {
        assertThat(Stream.of(ModelSettings.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .filter(name -> !name.equals("balance") && !name.equals("newcomers")))
                .containsExactlyElementsOf(modelObstacles().keySet());
    }

    @Test
    void everyBalanceMayFollowEveryOther() {
        for (Balance before : Balances.all()) {
            for (Balance after : Balances.all()) {
                LaneSettings old = settings(MODEL.with(before));
                LaneSettings now = settings(MODEL.with(after));
                assertThat(Evolution.obstacles(old, now)).isEmpty();
                assertThat(old.shape().equals(now.shape())).isEqualTo(before.equals(after));
            }
        }
    }

    @Test
    void whatTasksThatComeBeginFromMayChange() {
        List<Newcomers> all = List.of(
                new Newcomers.Fresh(),
                new Newcomers.Reptile(10, 0.1),
                new Newcomers.Maml(5, 1),
                new Newcomers.Nearest(50));
        for (Newcomers before : all) {
            for (Newcomers after : all) {
                LaneSettings old = settings(MODEL.with(before));
                LaneSettings now = settings(MODEL.with(after));
                assertThat(Evolution.obstacles(old, now)).isEmpty();
                assertThat(old.shape().equals(now.shape())).isEqualTo(before.equals(after));
            }
        }
    }

    static Stream<Arguments> features() {
        Feature cross = new Feature.Cross("f", List.of(USER, HOUR), 3);
        Feature count = new Feature.Count("f", List.of(USER), 3);
        Feature rate = new Feature.Rate("f", List.of(USER), "click", 4);
        Feature sequence = new Feature.Sequence("f", 0, "item", 4, 3);
        Feature number = new Feature.Numeric("f", 0, false, true);
        Feature hour = new Feature.TimePart("f", 0, Feature.Part.HOUR, 3);
        Feature category = new Feature.Category("f", 0, 3);
        return Stream.of(
                Arguments.of(category, new Feature.Category("f", 0, 4), "embedding was 3, is now 4"),
                Arguments.of(category, hour, "part was none, is now hour"),
                Arguments.of(category, number, "type was categorical, is now numeric"),
                Arguments.of(hour, new Feature.TimePart("f", 0, Feature.Part.DATE, 3), "part was hour, is now date"),
                Arguments.of(hour, new Feature.TimePart("f", 0, Feature.Part.HOUR, 1), "embedding was 3, is now 1"),
                Arguments.of(
                        cross,
                        new Feature.Cross("f", List.of(HOUR, USER), 3),
                        "of was ['user', 'hour' by hour], is now ['hour' by hour, 'user']"),
                Arguments.of(cross, new Feature.Cross("f", List.of(USER, HOUR), 2), "embedding was 3, is now 2"),
                Arguments.of(cross, new Feature.Count("f", List.of(USER, HOUR), 3), "type was cross, is now count"),
                Arguments.of(
                        count, new Feature.Count("f", List.of(HOUR), 3), "of was ['user'], is now ['hour' by hour]"),
                Arguments.of(count, new Feature.Count("f", List.of(USER), 2), "embedding was 3, is now 2"),
                Arguments.of(number, rate, "type was numeric, is now rate"),
                Arguments.of(
                        rate,
                        new Feature.Rate("f", List.of(HOUR), "click", 4),
                        "of was ['user'], is now ['hour' by hour]"),
                Arguments.of(rate, new Feature.Rate("f", List.of(USER), "dwell", 4), "task was click, is now dwell"),
                Arguments.of(rate, new Feature.Rate("f", List.of(USER), "click", 1), "prior was 4.0, is now 1.0"),
                Arguments.of(sequence, new Feature.Sequence("f", 0, "user", 4, 3), "of was item, is now user"),
                Arguments.of(sequence, new Feature.Sequence("f", 0, "item", 5, 3), "length was 4, is now 5"),
                Arguments.of(sequence, new Feature.Sequence("f", 0, "item", 4, 2), "embedding was 3, is now 2"),
                Arguments.of(
                        number, new Feature.Numeric("f", 0, false, false), "transform was [standardise], is now []"),
                Arguments.of(
                        number,
                        new Feature.Numeric("f", 0, true, true),
                        "transform was [standardise], is now [log1p, standardise]"));
    }

    @ParameterizedTest
    @MethodSource("features")
    void aFeatureOfTheSameNameIsTheSame(Feature before, Feature after, String line) {
        assertThat(Evolution.obstacles(settings(before), settings(after))).containsExactly("features.f." + line);
    }

    static Stream<Arguments> tasks() {
        var value = new LabelColumn.Rule.Value();
        LaneSettings before = settings(task(new Huber(1), new LabelTransform.Log1p()), value);
        return Stream.of(
                Arguments.of(
                        before,
                        settings(task(new Squared(), new LabelTransform.Log1p()), value),
                        "tasks.dwell.loss was Huber[delta=1.0], is now Squared[]"),
                Arguments.of(
                        before,
                        settings(task(new Huber(2), new LabelTransform.Log1p()), value),
                        "tasks.dwell.loss was Huber[delta=1.0], is now Huber[delta=2.0]"),
                Arguments.of(
                        before,
                        settings(task(new Huber(1), new LabelTransform.Divide(2)), value),
                        "tasks.dwell.label.transform was Log1p[], is now Divide[by=2.0]"),
                Arguments.of(
                        before,
                        settings(task(new Huber(1), new LabelTransform.Log1p()), new LabelColumn.Rule.Above(3)),
                        "tasks.dwell.label was Value[], is now Above[bound=3.0]"));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void aTaskOfTheSameNameIsTheSame(LaneSettings before, LaneSettings after, String line) {
        assertThat(Evolution.obstacles(before, after)).containsExactly(line);
    }

    /** Loss and settings decide what scores mean: none of them can change under a learned model. */
    @Test
    void everyTwoLossesAreInEachOthersWay() {
        var rule = new LabelColumn.Rule.Value();
        var identity = new LabelTransform.Identity();
        List<Loss> losses = Losses.all().toList();
        for (Loss before : losses) {
            for (Loss after : losses) {
                List<String> obstacles = Evolution.obstacles(
                        settings(task(before, identity), rule), settings(task(after, identity), rule));
                if (before.equals(after)) {
                    assertThat(obstacles).isEmpty();
                } else {
                    assertThat(obstacles).containsExactly("tasks.dwell.loss was " + before + ", is now " + after);
                }
            }
        }
    }

    @Test
    void allObstaclesAreNamedTogether() {
        FeatureMap map = Changes.shop();
        FeatureMap fewer = new FeatureMap(map.features(), map.tasks(), List.of(), 32);
        LaneSettings after =
                new LaneSettings(fewer, model(HARD, SHARED, List.of(), true, 8), BATCH, 200, 100, 100, 0, "a test");
        assertThat(Evolution.obstacles(settings(MODEL), after))
                .containsExactly(
                        "model.embedding.buckets was 64, is now 32",
                        "seed was 7, is now 8",
                        "duplicates.window was 50, is now 0");
    }

    /** What a step does may change; what a head reads and a score means may not. */
    @Test
    void aTaskStaysAfterWhomItIs() {
        LaneSettings before = followed(new After.Attention("click", Gradient.FULL, 0.6));
        assertThat(Evolution.obstacles(before, followed(new After.Attention("click", Gradient.STOP, 0))))
                .isEmpty();
        assertThat(Evolution.obstacles(before, followed(new After.Product("click"))))
                .containsExactly("tasks.stars.after was [click by attention], is now [click by product]");
        assertThat(Evolution.obstacles(before, settings(MODEL)))
                .containsExactly("tasks.stars.after was [click by attention], is now []");
        FeatureMap without =
                new FeatureMap(Changes.shop().features(), Worlds.tasks().subList(0, 2), List.of(), Changes.BUCKETS);
        assertThat(Evolution.obstacles(before, settings(without, MODEL))).isEmpty();
        assertThat(Evolution.obstacles(settings(without, MODEL), before)).isEmpty();
    }

    private static LaneSettings followed(After after) {
        List<Task> tasks = Worlds.tasks();
        List<Task> followed = List.of(tasks.get(0), tasks.get(1), tasks.get(2).after(List.of(after)));
        return settings(new FeatureMap(Changes.shop().features(), followed, List.of(), Changes.BUCKETS), MODEL);
    }

    /** A part of the settings that is not here has nobody who judges it. */
    @Test
    void noPartOfTheSettingsEscapes() {
        assertThat(Stream.of(LaneSettings.class.getRecordComponents()).map(RecordComponent::getName))
                .containsExactly(
                        "map",
                        "model",
                        "batch",
                        "snapshotsEvery",
                        "metricsEvery",
                        "metricsWindow",
                        "duplicatesWindow",
                        "drift",
                        "configuration");
        assertThat(Stream.of(FeatureMap.class.getRecordComponents()).map(RecordComponent::getName))
                .containsExactly("features", "tasks", "labels", "buckets");
        assertThat(Stream.of(Task.class.getRecordComponents()).map(RecordComponent::getName))
                .containsExactly("name", "loss", "transform", "weight", "after");
    }
}
