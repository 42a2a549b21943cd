package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.drift.Adwin;
import io.thalweg.drift.Alarm;
import io.thalweg.drift.Alarm.Signal;
import io.thalweg.drift.DriftSettings;
import io.thalweg.drift.FeatureDrift;
import io.thalweg.drift.PageHinkley;
import io.thalweg.drift.Reaction;
import io.thalweg.feature.Example;
import io.thalweg.learn.Countermeasure;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.Outputs;
import io.thalweg.scenario.Collected;
import io.thalweg.scenario.Planted;
import io.thalweg.sharing.Sharing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A task that wants the opposite from the middle on, and what is done about it. */
class DriftLaneTest {
    private static final int EVENTS = 9_000;
    private static final int TURN = 6_000;
    private static final PageHinkley TEST = new PageHinkley(0.1, 100, 0.9999);
    private static final Adwin WINDOW = new Adwin(0.002, 0.1);
    private static final Reaction RESET = new Reaction.ResetHead();
    private static final Reaction RAISE = new Reaction.RaiseRate(4, 1_000);
    private static final Reaction NOTE = new Reaction.Note();

    static Stream<Reaction> reactions() {
        return Stream.of(NOTE, RAISE, RESET);
    }

    private static LaneSettings settings(Reaction reaction) {
        var drift = new DriftSettings(Optional.of(TEST), Optional.empty(), Optional.empty(), reaction);
        return Planted.lane(new Sharing.Hard(), 3, drift);
    }

    /** A log that what is asked for goes to the end of, and a lane that learns from it. */
    private static final class Log {
        private final List<LogRecord> records = new ArrayList<>();
        private final Collected collected = new Collected();
        private Lane lane;

        Log(LaneSettings settings) {
            lane = new Lane(settings);
        }

        Log feed(List<Example> examples) {
            for (Example example : examples) {
                add(new LogRecord.Event(example));
            }
            return this;
        }

        private void add(LogRecord record) {
            int before = collected.countermeasures().size();
            lane.apply(records.size(), 0, record, collected);
            records.add(record);
            List<Countermeasure> asked = List.copyOf(collected.countermeasures());
            asked.subList(before, asked.size()).forEach(one -> add(new LogRecord.React(0, one)));
        }

        List<Alarm> alarms() {
            return collected.metrics().stream()
                    .flatMap(one -> one.drift().alarms().stream())
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("reactions")
    void itIsTheTaskThatTurnedThatHasTheAlarmAndAsksOnce(Reaction reaction) {
        Log log = new Log(settings(reaction)).feed(Planted.turning(EVENTS, TURN, 5));
        assertThat(log.alarms()).isNotEmpty().allSatisfy(alarm -> {
            assertThat(alarm.task()).isEqualTo("first");
            assertThat(alarm.signal()).isEqualTo(Signal.LOSS);
            assertThat(alarm.offset()).isBetween((long) TURN, TURN + 1_000L);
            assertThat(alarm.after()).isGreaterThan(alarm.before());
        });
        assertThat(log.collected.countermeasures())
                .extracting(Countermeasure::task, Countermeasure::reaction)
                .containsExactlyElementsOf(
                        reaction.equals(NOTE)
                                ? List.of()
                                : List.of(org.assertj.core.groups.Tuple.tuple("first", reaction)));
        assertThat(log.lane.metrics())
                .filteredOn(one -> one.task().equals("first"))
                .singleElement()
                .extracting(one -> one.drift().count())
                .isEqualTo((long) log.alarms().size());
        assertThat(log.lane.metrics())
                .allSatisfy(one -> assertThat(one.drift().alarms()).isEmpty());
    }

    @Test
    void noteChangesNoBitOfTheModel() {
        Log watched = new Log(settings(NOTE)).feed(Planted.turning(EVENTS, TURN, 5));
        Log plain = new Log(Planted.lane(new Sharing.Hard(), 3)).feed(Planted.turning(EVENTS, TURN, 5));
        assertThat(watched.alarms()).isNotEmpty();
        assertThat(watched.lane.parametersSha256()).isEqualTo(plain.lane.parametersSha256());
    }

    @ParameterizedTest
    @MethodSource("reactions")
    void aCheckpointGoesOnBitForBitAlsoWhileItReacts(Reaction reaction) {
        Log steady = new Log(settings(reaction)).feed(Planted.turning(EVENTS, TURN, 5));
        Log restarted = new Log(settings(reaction));
        List<Example> examples = Planted.turning(EVENTS, TURN, 5);
        for (int at = 0; at < EVENTS; at += 100) {
            restarted.feed(examples.subList(at, at + 100));
            Lane copy = new Lane(settings(reaction));
            restarted.lane.checkpointWhole(copy::restore);
            copy.resume();
            restarted.lane = copy;
        }
        assertThat(restarted.alarms()).isEqualTo(steady.alarms());
        assertThat(restarted.lane.parametersSha256()).isEqualTo(steady.lane.parametersSha256());
        assertThat(chain(restarted.lane)).isEqualTo(chain(steady.lane));
    }

    /** A hash of all that a lane remembers. */
    private static String chain(Lane lane) {
        return Collected.snapshot(lane).manifest().proof().chain();
    }

    @ParameterizedTest
    @MethodSource("reactions")
    void theSameConfigurationGoesOnWatchingWhereItWas(Reaction reaction) {
        Log steady = new Log(settings(reaction)).feed(Planted.turning(EVENTS, TURN, 5));
        Log evolved = new Log(settings(reaction));
        List<Example> examples = Planted.turning(EVENTS, TURN, 5);
        for (int at = 0; at < EVENTS; at += 1_000) { // whole batches
            evolved.feed(examples.subList(at, at + 1_000));
            evolved.lane.settle(evolved.lane.nextOffset() - 1, 0, evolved.collected);
            evolved.lane = Lane.evolved(evolved.lane, settings(reaction));
        }
        assertThat(evolved.alarms()).isNotEmpty().hasSameSizeAs(steady.alarms());
        assertThat(evolved.lane.metrics().get(0).drift())
                .isEqualTo(steady.lane.metrics().get(0).drift());
    }

    @Test
    void whatIsWatchedMayChangeAndOnlyTheCountIsKept() {
        Log log = new Log(settings(NOTE)).feed(Planted.turning(EVENTS, TURN, 5));
        log.lane.settle(log.lane.nextOffset() - 1, 0, Outputs.NONE);
        LaneSettings next = settings(RESET);
        assertThat(Evolution.obstacles(settings(NOTE), next)).isEmpty();
        assertThat(Evolution.obstacles(Planted.lane(new Sharing.Hard(), 3), next))
                .isEmpty();
        Lane lane = Lane.evolved(log.lane, next);
        assertThat(lane.metrics())
                .extracting(TaskMetrics::drift)
                .isEqualTo(log.lane.metrics().stream().map(TaskMetrics::drift).toList());
        assertThat(lane.parametersSha256()).isEqualTo(log.lane.parametersSha256());
    }

    @Test
    void whatTheLaneHasNotAskedForItDoesNotDo() {
        Log log = new Log(settings(RESET)).feed(Planted.turning(TURN, TURN, 5));
        String before = log.lane.parametersSha256();
        for (Countermeasure foreign : List.of(
                new Countermeasure("first", RESET, 3),
                new Countermeasure("nobody", RESET, 3),
                new Countermeasure("second", RAISE, 3))) {
            assertThat(log.lane.complaint(foreign)).startsWith("this model has asked for nothing, and is told");
        }
        assertThat(log.lane.parametersSha256()).isEqualTo(before);
    }

    @Test
    void resettingIsWorthItWhereATaskWantsTheOpposite() {
        double noted = loss(NOTE);
        assertThat(loss(RESET)).isLessThan(noted);
        assertThat(loss(RAISE)).isLessThan(noted);
    }

    private static double loss(Reaction reaction) {
        Log log = new Log(settings(reaction)).feed(Planted.turning(EVENTS, TURN, 5));
        return log.lane.metrics().get(0).window().loss();
    }

    @Test
    void labelsAndFeaturesAreWatchedToo() {
        var features = new FeatureDrift(List.of("x3"), WINDOW, 1_000, 0.25);
        var drift = new DriftSettings(Optional.empty(), Optional.of(WINDOW), Optional.of(features), NOTE);
        List<Example> examples = Planted.examples(EVENTS, 5);
        examples.subList(TURN, EVENTS).forEach(example -> {
            example.labels()[4] = 1;
            example.numbers()[3] += 2;
            example.numbers()[2] += 2; // is not watched
        });
        Log log = new Log(Planted.lane(new Sharing.Hard(), 3, drift)).feed(examples);
        assertThat(log.alarms())
                .filteredOn(alarm -> alarm.signal() == Signal.FEATURE)
                .hasSize(5)
                .allSatisfy(alarm -> assertThat(alarm.feature()).isEqualTo("x3"))
                .extracting(Alarm::task)
                .containsExactly("first", "second", "opposed", "rare", "conflict");
        assertThat(log.alarms())
                .filteredOn(
                        alarm -> alarm.signal() == Signal.LABELS && alarm.task().equals("conflict"))
                .first()
                .satisfies(alarm -> assertThat(alarm.offset()).isBetween((long) TURN, TURN + 1_000L))
                .satisfies(alarm -> assertThat(alarm.after()).isGreaterThan(0.9));
    }
}
