package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.batch.BatchSettings;
import io.thalweg.feature.FeatureMap;
import io.thalweg.model.ModelSettings;
import io.thalweg.model.Section;
import io.thalweg.publish.Outputs;
import io.thalweg.scenario.Family;
import io.thalweg.scenario.Sharings;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Hierarchical;
import io.thalweg.sharing.Newcomers;
import io.thalweg.sharing.Sharing;
import io.thalweg.sharing.Soft;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that are added to a family that was learned before. */
class NewcomersTest {
    private static final Newcomers FRESH = new Newcomers.Fresh();
    private static final Newcomers REPTILE = new Newcomers.Reptile(5, 0.2);
    private static final Newcomers MAML = new Newcomers.Maml(5, 1);
    private static final Newcomers NEAREST = new Newcomers.Nearest(50);
    private static final FeatureMap BEFORE = Family.map("b1", "a1", "b2");
    private static final FeatureMap AFTER = Family.map("b1", "b3", "a1", "b2");
    private static final int LEARNED = 4_000;

    private record Block(int region, int block, byte[] bytes) {}

    private static LaneSettings settings(FeatureMap map, Sharing sharing, Newcomers newcomers) {
        var model = new ModelSettings(
                        sharing,
                        List.of(8),
                        Sharings.taskLayers(sharing, 4),
                        true,
                        Worlds.adaGrad(),
                        Worlds.adaGrad(),
                        7)
                .with(newcomers);
        var batch = new BatchSettings(8, 1_000_000, BatchSettings.Schedule.EACH);
        return new LaneSettings(map, model, batch, 1_000_000, 1_000_000, 1_000, 0, "a test");
    }

    private static void feed(Lane lane, Family family, int count) {
        for (int i = 0; i < count; i++) {
            long offset = lane.nextOffset();
            lane.apply(
                    offset, 0, new LogRecord.Event(family.next(lane.settings().map(), offset)), Outputs.NONE);
        }
    }

    /** A lane to which a task was added. */
    private static Lane grown(Family family, FeatureMap before, FeatureMap after, Newcomers newcomers) {
        return grown(
                family,
                settings(before, new Sharing.Hard(), newcomers),
                settings(after, new Sharing.Hard(), newcomers));
    }

    private static Lane grown(Family family, LaneSettings before, LaneSettings after) {
        Lane lane = new Lane(before);
        feed(lane, family, LEARNED);
        lane.settle(lane.nextOffset(), 0, Outputs.NONE);
        return Lane.evolved(lane, after);
    }

    /** Mean loss over the first labels of the task at this place. */
    private static double loss(long seed, FeatureMap before, FeatureMap after, Newcomers newcomers) {
        Family family = new Family(seed);
        Lane lane = grown(family, before, after, newcomers);
        feed(lane, family, 504);
        return lane.metrics().get(1).lifetime().loss();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aTaskThatBeginsAsTheNearestLearnsFaster(long seed) {
        assertThat(loss(seed, BEFORE, AFTER, NEAREST)).isLessThan(0.95 * loss(seed, BEFORE, AFTER, FRESH));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void aTaskOfAFamilyThatBeginsFromItsStartLearnsFaster(Newcomers start, long seed) {
        FeatureMap alike = Family.map("b1", "b2", "b4");
        FeatureMap more = Family.map("b1", "b3", "b2", "b4");
        assertThat(loss(seed, alike, more, start)).isLessThan(0.97 * loss(seed, alike, more, FRESH));
    }

    static Stream<Arguments> starts() {
        return Stream.of(REPTILE, MAML).flatMap(start -> Stream.of(1, 2, 3).map(seed -> Arguments.of(start, seed)));
    }

    private static Map<String, List<Float>> numbers(Lane lane) {
        Map<String, List<Float>> numbers = new LinkedHashMap<>();
        for (Section section : lane.sections()) {
            List<Float> own = new ArrayList<>();
            for (int row = 0; row < section.rows(); row++) {
                for (int i = 0; i < section.width(); i++) {
                    own.add(section.numbers()[section.first() + row * section.stride() + i]);
                }
            }
            numbers.put(section.name(), own);
        }
        return numbers;
    }

    @Test
    void aNewTaskBeginsAtTheStartThatTheOthersHaveMoved() {
        Lane lane = grown(new Family(1), BEFORE, AFTER, REPTILE);
        Map<String, List<Float>> now = numbers(lane);
        Map<String, List<Float>> first = numbers(new Lane(lane.settings()));
        for (String place : List.of("head of %s 0;start of head to 4 0", "head of %s 1;start of head to 1 1")) {
            String head = place.split(";")[0];
            String start = place.split(";")[1];
            assertThat(now.get(start)).isEqualTo(now.get(head.formatted("b3"))).isNotEqualTo(first.get(start));
            assertThat(now.get(head.formatted("b1"))).isNotEqualTo(now.get(start));
            assertThat(first.get(head.formatted("b1")))
                    .isEqualTo(first.get(start))
                    .isEqualTo(first.get(head.formatted("a1")));
        }
    }

    @Test
    void aStartThatCopiesLearnFromChangesNobodyElse() {
        Lane with = new Lane(settings(BEFORE, new Sharing.Hard(), MAML));
        Lane without = new Lane(settings(BEFORE, new Sharing.Hard(), FRESH));
        feed(with, new Family(1), 200);
        feed(without, new Family(1), 200);
        Map<String, List<Float>> now = numbers(with);
        numbers(without)
                .forEach((name, values) -> assertThat(now.get(name)).as(name).isEqualTo(values));
        List<Float> first = numbers(new Lane(with.settings())).get("start of head to 4 0");
        assertThat(now.get("start of head to 4 0")).hasSameSizeAs(first).isNotEqualTo(first);
        assertThat(with.metrics()).isEqualTo(without.metrics());
    }

    @Test
    void aNewTaskBeginsAtTheStartThatCopiesHaveMoved() {
        Lane lane = grown(new Family(1), BEFORE, AFTER, MAML);
        Map<String, List<Float>> now = numbers(lane);
        assertThat(now.get("head of b3 0")).isEqualTo(now.get("start of head to 4 0"));
        assertThat(now.get("head of b3 1")).isEqualTo(now.get("start of head to 1 1"));
    }

    static Stream<Soft.Coupling> couplings() {
        return Stream.of(new Soft.Mean(0.01), new Soft.Admm(0.01, 0.1, 5, 0.05), Soft.Admm.consensus(0.1, 5, 0));
    }

    @ParameterizedTest
    @MethodSource("couplings")
    void aNewTowerBeginsAtTheOneThatAllAreDrawnTo(Soft.Coupling coupling) {
        Soft soft = new Soft(coupling);
        Lane lane = grown(new Family(1), settings(BEFORE, soft, FRESH), settings(AFTER, soft, FRESH));
        Map<String, List<Float>> now = numbers(lane);
        assertThat(now.get("tower of b3 0"))
                .isEqualTo(now.get("tower 0"))
                .isNotEqualTo(numbers(new Lane(lane.settings())).get("tower of b3 0"));
    }

    /** Of b1 and b2, which are of its kind; neither they nor a1 are touched. */
    @Test
    void aTaskThatHasWaitedIsWhatTheNearestIsAndNobodyElseChanges() {
        Family family = new Family(1);
        Lane lane = grown(family, BEFORE, AFTER, NEAREST);
        List<Float> waiting = numbers(lane).get("head of b3 1");
        feed(lane, family, 48);
        assertThat(numbers(lane).get("head of b3 1")).isEqualTo(waiting);
        feed(lane, family, 8);
        Map<String, List<Float>> now = numbers(lane);
        String like = now.get("head of b3 1").equals(now.get("head of b1 1")) ? "b1" : "b2";
        for (String own : List.of("head of %s 0", "head of %s 1", "linear of %s", "linear weights of %s")) {
            assertThat(now.get(own.formatted("b3"))).isEqualTo(now.get(own.formatted(like)));
        }
        Family again = new Family(1);
        Lane without = grown(again, BEFORE, AFTER, new Newcomers.Nearest(1_000));
        feed(without, again, 56);
        Map<String, List<Float>> others = numbers(without);
        now.forEach((name, values) -> {
            if (!name.contains(" of b3")) {
                assertThat(values).as(name).isEqualTo(others.get(name));
            }
        });
    }

    static Stream<Arguments> everywhere() {
        return Sharings.all().stream()
                .filter(sharing -> !(sharing instanceof Hierarchical)) // whose groups are of other tasks
                .flatMap(sharing ->
                        Stream.of(REPTILE, MAML, NEAREST).map(newcomers -> Arguments.of(sharing, newcomers)));
    }

    /** In the middle of waiting, and behind it. */
    @ParameterizedTest
    @MethodSource("everywhere")
    void aLaneOfItsCheckpointGoesOnAsItself(Sharing sharing, Newcomers newcomers) {
        Family family = new Family(3);
        Lane lane = new Lane(settings(BEFORE, sharing, newcomers));
        feed(lane, family, 200);
        lane.settle(lane.nextOffset(), 0, Outputs.NONE);
        Lane grown = Lane.evolved(lane, settings(AFTER, sharing, newcomers));
        feed(grown, family, 24);
        List<Block> changelog = new ArrayList<>();
        grown.checkpoint((region, block, bytes) -> changelog.add(new Block(region, block, bytes)));
        Lane copy = new Lane(grown.settings());
        changelog.forEach(block -> copy.restore(block.region(), block.block(), block.bytes()));
        copy.resume();
        feed(grown, new Family(4), 100);
        feed(copy, new Family(4), 100);
        assertThat(copy.parametersSha256()).isEqualTo(grown.parametersSha256());
        assertThat(copy.metrics()).isEqualTo(grown.metrics());
    }

    @ParameterizedTest
    @MethodSource("settings")
    void theSameLogMakesTheSameModel(Newcomers newcomers) {
        List<String> models = new ArrayList<>();
        for (int replay = 0; replay < 2; replay++) {
            Family family = new Family(5);
            Lane lane = grown(family, BEFORE, AFTER, newcomers);
            feed(lane, family, 200);
            models.add(lane.parametersSha256());
        }
        assertThat(models.get(1)).isEqualTo(models.get(0));
    }

    static Stream<Newcomers> settings() {
        return Stream.of(FRESH, REPTILE, MAML, NEAREST);
    }

    @Test
    void nobodyWaitsInAFirstConfiguration() {
        Lane nearest = new Lane(settings(BEFORE, new Sharing.Hard(), NEAREST));
        Lane fresh = new Lane(settings(BEFORE, new Sharing.Hard(), FRESH));
        feed(nearest, new Family(1), 100);
        feed(fresh, new Family(1), 100);
        assertThat(nearest.parametersSha256()).isEqualTo(fresh.parametersSha256());
    }
}
