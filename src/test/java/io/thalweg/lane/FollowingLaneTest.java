package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.balance.Balance;
import io.thalweg.balance.CaGrad;
import io.thalweg.balance.Famo;
import io.thalweg.balance.Fixed;
import io.thalweg.batch.BatchSettings;
import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.model.ModelSettings;
import io.thalweg.model.Section;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.publish.Outputs;
import io.thalweg.scenario.Collected;
import io.thalweg.scenario.Funnel;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.After;
import io.thalweg.task.After.Gradient;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks one after the other in a lane, on a planted funnel. */
class FollowingLaneTest {
    private static final BatchSettings BATCH = new BatchSettings(16, 60_000, BatchSettings.Schedule.EACH);
    private static final int FUNNEL = 20_000;
    private static final After PRODUCT = new After.Product("click");
    private static final After CALIBRATED = new After.Attention("click", Gradient.FULL, 0.6);

    private record Block(int region, int block, byte[] bytes) {}

    static Stream<Arguments> ways() {
        return Stream.of(
                        new After.Passing("click", Gradient.FULL),
                        new After.Passing("click", Gradient.STOP),
                        PRODUCT,
                        CALIBRATED)
                .flatMap(way -> Stream.<Balance>of(new Fixed(), new CaGrad(0.4, 10), new Famo(0.01, 0.001, 100))
                        .map(balance -> Arguments.of(way, balance)));
    }

    private static Lane lane(FeatureMap map, Balance balance) {
        return lane(map, balance, new Optimiser.Adam(0.01, 0.9, 0.99, 1e-8)); // whose momentum would leak
    }

    private static Lane lane(FeatureMap map, Balance balance, Optimiser optimiser) {
        var model = new ModelSettings(new Sharing.Hard(), List.of(8), List.of(4), true, optimiser, optimiser, 7)
                .with(balance);
        return new Lane(new LaneSettings(map, model, BATCH, 1_000_000, 1_000, 1_000, 0, "a test"));
    }

    private static void feed(Lane lane, Funnel funnel, int count) {
        for (int i = 0; i < count; i++) {
            apply(lane, funnel.next().example());
        }
    }

    private static void apply(Lane lane, Example example) {
        lane.apply(lane.nextOffset(), 1_000_000, new LogRecord.Event(example), Outputs.NONE);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aLaneOfItsCheckpointLearnsOnAsItself(After way, Balance balance) {
        FeatureMap map = Funnel.map(List.of(way));
        Lane lane = lane(map, balance);
        feed(lane, new Funnel(1), 300);
        List<Block> changelog = new ArrayList<>();
        lane.checkpoint((region, block, bytes) -> changelog.add(new Block(region, block, bytes)));
        Lane copy = lane(map, balance);
        changelog.forEach(block -> copy.restore(block.region(), block.block(), block.bytes()));
        copy.resume();
        feed(lane, new Funnel(2), 300);
        feed(copy, new Funnel(2), 300);
        assertThat(copy.parametersSha256()).isEqualTo(lane.parametersSha256());
        assertThat(copy.metrics()).isEqualTo(lane.metrics());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void tasksOfOtherNamesLearnTheSame(After way, Balance balance) {
        FeatureMap map = Funnel.map(List.of(way));
        List<Task> renamed = new ArrayList<>();
        for (Task task : map.tasks()) {
            List<After> after = task.after().isEmpty() ? List.of() : List.of(renamed(way));
            renamed.add(new Task(task.name() + "ed", task.loss(), task.transform(), 1, after));
        }
        Lane lane = lane(map, balance);
        FeatureMap others = new FeatureMap(map.features(), renamed, List.of(), map.buckets());
        Lane other = lane(others, balance);
        Funnel funnel = new Funnel(1);
        for (int i = 0; i < 300; i++) {
            Example example = funnel.next().example();
            apply(lane, example);
            apply(other, of(others, example, example.labels()));
        }
        assertThat(other.parametersSha256()).isEqualTo(lane.parametersSha256());
    }

    private static After renamed(After way) {
        if (way instanceof After.Passing passing) {
            return new After.Passing("clicked", passing.gradient());
        }
        return way instanceof After.Product
                ? new After.Product("clicked")
                : new After.Attention("clicked", Gradient.FULL, 0.6);
    }

    private static Example of(FeatureMap map, Example example, float[] labels) {
        return new Example(
                map.fingerprint(),
                example.key(),
                example.time(),
                example.source(),
                example.categories(),
                example.sequences(),
                example.numbers(),
                example.tasks(),
                labels,
                example.weights());
    }

    /** A purchase's loss depends on the score of the click, too; but what is the click's own waits for its labels. */
    @ParameterizedTest
    @MethodSource("ways")
    void theTaskWithoutLabelsKeepsEveryBit(After way, Balance balance) {
        for (int absent = 0; absent < 2; absent++) {
            FeatureMap map = Funnel.map(List.of(way));
            Lane lane = lane(map, balance);
            Funnel funnel = new Funnel(1);
            feed(lane, funnel, 160);
            Map<String, List<Float>> before = numbers(lane);
            for (int i = 0; i < 160; i++) {
                Example example = funnel.next().example();
                float[] labels = example.labels().clone();
                labels[absent] = Float.NaN;
                apply(lane, of(map, example, labels));
            }
            String own = map.tasks().get(absent).name();
            List<String> still = new ArrayList<>();
            List<String> moved = new ArrayList<>();
            numbers(lane).forEach((name, now) -> (now.equals(before.get(name)) ? still : moved).add(name));
            assertThat(still)
                    .contains("linear of " + own, "linear weights of " + own, "head of " + own + " 0")
                    .allMatch(name -> name.contains(" of " + own));
            assertThat(moved)
                    .contains(
                            "trunk 0", "head of " + map.tasks().get(1 - absent).name() + " 1");
        }
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

    /** How far predictions of purchases are from what they should be, in nats of an event. */
    private static double excess(List<After> after, long seed) {
        Lane lane = lane(Funnel.map(after), new Fixed(), Worlds.adaGrad());
        Funnel funnel = new Funnel(seed);
        double sum = 0;
        for (int i = 0; i < FUNNEL; i++) {
            Funnel.Impression impression = funnel.next();
            Collected outputs = new Collected();
            lane.apply(lane.nextOffset(), 0, new LogRecord.Event(Worlds.request(impression.example())), outputs);
            sum += nats(impression.purchase(), outputs.predictions().get(0).scores()[1]);
            apply(lane, impression.example());
        }
        return sum / FUNNEL;
    }

    private static double nats(double truth, double said) {
        return truth * StrictMath.log(truth / said) + (1 - truth) * StrictMath.log((1 - truth) / (1 - said));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theRareLaterTaskIsCalibratedBetterByAProductThanByAHeadOfItsOwn(long seed) {
        assertThat(excess(List.of(PRODUCT), seed)).isLessThan(0.85 * excess(List.of(), seed));
    }
}
