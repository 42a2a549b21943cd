package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.balance.Balance;
import io.thalweg.balance.Fixed;
import io.thalweg.balance.PcGrad;
import io.thalweg.feature.Example;
import io.thalweg.feature.FeatureMap;
import io.thalweg.learn.Standing;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.loss.Logistic;
import io.thalweg.publish.Outputs;
import io.thalweg.scenario.Balances;
import io.thalweg.scenario.Changes;
import io.thalweg.scenario.Worlds;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a balance makes of a lane, and what one sees of it. */
class LaneBalanceTest {
    private static final int EVENTS = 1_000;

    static Stream<Balance> balances() {
        return Balances.all().stream();
    }

    private static Lane learned(Balance balance) {
        Lane lane = new Lane(Worlds.lane(Worlds.hard(Worlds.adaGrad()).with(balance)));
        List<Example> examples = Worlds.examples(EVENTS, 1);
        for (int i = 0; i < EVENTS; i++) {
            lane.apply(i, i, new LogRecord.Event(examples.get(i)), Outputs.NONE);
        }
        return lane;
    }

    @ParameterizedTest
    @MethodSource("balances")
    void eachBalanceLearnsAnotherModelThatPredictsBetterThanWhatIsUsual(Balance balance) {
        Lane lane = learned(balance);
        Lane fixed = learned(new Fixed());
        assertThat(lane.parametersSha256().equals(fixed.parametersSha256())).isEqualTo(balance instanceof Fixed);
        for (TaskMetrics metrics : lane.metrics()) {
            if (!metrics.task().equals("dwell")) {
                assertThat(metrics.window().loss())
                        .as(metrics.task())
                        .isLessThan(metrics.window().baselineLoss());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("balances")
    void metricsSayHowTheTasksStandAmongEachOther(Balance balance) {
        Map<String, Standing> standings = new LinkedHashMap<>();
        learned(balance).metrics().forEach(one -> standings.put(one.task(), one.standing()));
        if (!(balance instanceof PcGrad)) { // whose last step may have been without conflict
            assertThat(standings.values().stream().anyMatch(one -> one.weight() != 1))
                    .isEqualTo(!(balance instanceof Fixed));
        }
        standings.forEach((task, standing) -> {
            if (balance.numbersOfPair() == 0) {
                assertThat(standing.cosines()).isEmpty();
            } else {
                assertThat(standing.cosines()).hasSize(2).doesNotContainKey(task);
            }
            standing.cosines()
                    .forEach((other, cosine) -> assertThat(cosine)
                            .isBetween(-1.0, 1.0)
                            .isCloseTo(standings.get(other).cosines().get(task), within(1e-12)));
        });
    }

    /** One that is only to be looked at must not take its share of the others' weight. */
    @ParameterizedTest
    @MethodSource("balances")
    void aTaskOfNoWeightIsLeftOut(Balance balance) {
        List<Task> tasks = new ArrayList<>(Worlds.tasks());
        tasks.set(0, new Task("click", new Logistic(), new LabelTransform.Identity(), 0));
        FeatureMap map = new FeatureMap(Changes.shop().features(), tasks, List.of(), Changes.BUCKETS);
        LaneSettings world = Worlds.lane(Worlds.hard(Worlds.adaGrad()).with(balance));
        Lane lane = new Lane(new LaneSettings(map, world.model(), world.batch(), 900, 900, 900, 0, "a test"));
        for (Example example : Changes.examples(map, 0, 320, 1)) {
            lane.apply(lane.nextOffset(), 0, new LogRecord.Event(example), Outputs.NONE);
        }
        List<Standing> standings =
                lane.metrics().stream().map(TaskMetrics::standing).toList();
        assertThat(standings.get(0).weight()).isOne();
        assertThat(standings.get(0).cosines()).isEmpty();
        if (!balance.isOfShared()) {
            assertThat(standings.get(1).weight() + standings.get(2).weight()).isCloseTo(2, within(1e-9));
        }
    }
}
