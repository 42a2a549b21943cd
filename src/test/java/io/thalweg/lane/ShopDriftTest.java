package io.thalweg.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.app.demo.DemoCommand;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.drift.Alarm;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.Outputs;
import io.thalweg.scenario.ShopLog;
import io.thalweg.simulate.Shop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the demo's own configuration says of the demo's shop, with tastes that stay and tastes that turn. */
class ShopDriftTest {
    private static final long NO_SEASONS = Long.MAX_VALUE;
    private static final int AN_HOUR = 360_000; // at 100 events a second
    private static final int ONSET = 50_000;

    private static final ThalwegConfig CONFIG =
            ThalwegConfig.parse(DemoCommand.shopYaml(), "the shop's configuration", Map.of());

    /** How many records had been published when each alarm came. */
    private static List<Long> alarms(Shop shop, int events) {
        ShopLog log = new ShopLog(shop, CONFIG);
        Lane lane = new Lane(CONFIG.lane());
        List<Long> alarms = new ArrayList<>();
        Outputs outputs = new Outputs() {
            @Override
            public void metrics(TaskMetrics metrics) {
                for (Alarm alarm : metrics.drift().alarms()) {
                    assertThat(alarm.offset()).isLessThan(lane.nextOffset());
                    alarms.add(shop.published());
                }
            }
        };
        while (shop.published() < events) {
            log.next().ifPresent(example -> lane.apply(lane.nextOffset(), 0, new LogRecord.Event(example), outputs));
        }
        return alarms;
    }

    @ParameterizedTest
    @ValueSource(longs = {42, 1, 2, 3})
    void thatTastesHaveTurnedIsMarkedWithin5000Events(long seed) {
        List<Long> alarms = alarms(new Shop(seed, NO_SEASONS, ONSET), ONSET + 5_000);
        assertThat(alarms).isNotEmpty().allSatisfy(at -> assertThat(at).isGreaterThan(ONSET));
    }

    @ParameterizedTest
    @ValueSource(longs = {42, 1})
    void anHourInWhichNothingChangesMarksNothing(long seed) {
        assertThat(alarms(new Shop(seed, NO_SEASONS), AN_HOUR)).isEmpty();
    }
}
