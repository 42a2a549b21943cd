package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.batch.BatchSettings;
import io.thalweg.encoder.Encoder;
import io.thalweg.encoder.Mean;
import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.model.ModelSettings;
import io.thalweg.publish.Outputs;
import io.thalweg.scenario.Changes;
import io.thalweg.scenario.Encoders;
import io.thalweg.scenario.Sharings;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Hierarchical;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a lane is, whatever its tasks share. */
class LaneSharingsTest {
    private static final int EVENTS = 200;
    private static final BatchSettings BATCH = new BatchSettings(16, 60_000, BatchSettings.Schedule.EACH);
    private static final Map<String, String> OTHER_NAMES = Map.of("click", "stars", "dwell", "click", "stars", "dwell");

    private record Block(int region, int block, byte[] bytes) {}

    static Stream<Sharing> sharings() {
        return Sharings.all().stream();
    }

    private static Lane lane(FeatureMap map, Sharing sharing) {
        var model = new ModelSettings(
                sharing,
                Sharings.layers(sharing),
                Sharings.taskLayers(sharing, 4),
                true,
                Worlds.adaGrad(),
                Worlds.adaGrad(),
                7);
        return new Lane(new LaneSettings(map, model, BATCH, 200, 100, 100, 50, "a test"));
    }

    /** With every encoder, shared by all and one for each task. */
    static Stream<Arguments> models() {
        Stream<Arguments> pooled = sharings().map(sharing -> Arguments.of(sharing, new Mean()));
        Stream<Arguments> encoded = Encoders.all().stream()
                .flatMap(encoder -> Stream.of(
                        Arguments.of(new Sharing.Hard(), encoder), Arguments.of(new Sharing.Independent(), encoder)));
        return Stream.concat(pooled, encoded);
    }

    private static void feed(Lane lane, FeatureMap map) {
        for (Example example : Changes.examples(map, (int) lane.nextOffset(), EVENTS, 1 + lane.nextOffset())) {
            lane.apply(example.source().offset(), 1_000_000, new LogRecord.Event(example), Outputs.NONE);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aLaneOfItsCheckpointLearnsOnAsItself(Sharing sharing, Encoder encoder) {
        FeatureMap shop = Changes.shop(encoder);
        Lane lane = lane(shop, sharing);
        feed(lane, shop);
        List<Block> changelog = new ArrayList<>();
        lane.checkpoint((region, block, bytes) -> changelog.add(new Block(region, block, bytes)));
        Lane copy = lane(shop, sharing);
        changelog.forEach(block -> copy.restore(block.region(), block.block(), block.bytes()));
        copy.resume();
        assertThat(copy.parametersSha256()).isEqualTo(lane.parametersSha256());
        assertThat(copy.shares()).isEqualTo(lane.shares());
        feed(lane, shop);
        feed(copy, shop);
        assertThat(copy.parametersSha256()).isEqualTo(lane.parametersSha256());
        assertThat(copy.metrics()).isEqualTo(lane.metrics());
    }

    @ParameterizedTest
    @MethodSource("sharings")
    void tasksOfOtherNamesLearnTheSame(Sharing sharing) {
        FeatureMap shop = Changes.shop();
        List<Task> tasks = shop.tasks().stream()
                .map(task -> new Task(name(task.name()), task.loss(), task.transform(), task.weight()))
                .toList();
        List<Feature> features =
                shop.features().stream().map(LaneSharingsTest::renamed).toList();
        FeatureMap renamed = new FeatureMap(features, tasks, List.of(), Changes.BUCKETS);
        Lane lane = lane(shop, sharing);
        Lane other = lane(renamed, renamed(sharing));
        feed(lane, shop);
        feed(other, renamed);
        assertThat(other.parametersSha256()).isEqualTo(lane.parametersSha256());
    }

    private static String name(String task) {
        return OTHER_NAMES.getOrDefault(task, task);
    }

    private static Feature renamed(Feature feature) {
        return feature instanceof Feature.Rate rate
                ? new Feature.Rate(rate.name(), rate.of(), name(rate.task()), rate.prior())
                : feature;
    }

    private static Sharing renamed(Sharing sharing) {
        if (!(sharing instanceof Hierarchical hierarchical)) {
            return sharing;
        }
        Map<String, List<String>> groups = new TreeMap<>();
        hierarchical
                .groups()
                .forEach((group, tasks) -> groups.put(
                        group, tasks.stream().map(LaneSharingsTest::name).toList()));
        return new Hierarchical(groups);
    }
}
