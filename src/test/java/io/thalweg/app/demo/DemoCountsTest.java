package io.thalweg.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.lane.Totals;
import io.thalweg.learn.Quality;
import io.thalweg.learn.Standing;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.stream.LaneStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoCountsTest {
    private static final Quality NO_QUALITY = new Quality.OfValues(90, 1, 1, 1, 1, 0, Double.NaN, Double.NaN, 1);
    private static final LaneStatus LANE = new LaneStatus(
            0,
            98,
            new Totals(90, 0, 5, 2, 0, 1, 3),
            List.of(new TaskMetrics(
                    "click", 97, 9, 0, 90, 0, 0, NO_QUALITY, NO_QUALITY, new Standing(1, Map.of(), Map.of(), false))),
            "abc");

    @Test
    void nothingIsSaidWhenAllIsWell() {
        assertThat(complaints(topics(100, 98, 95, 90))).isEmpty();
    }

    @Test
    void aLostEventIsFound() {
        assertThat(complaints(topics(101, 98, 95, 90)))
                .containsExactly("events published: 101, but learned + requests + duplicates + quarantined: 100");
    }

    @Test
    void aRecordThatIsTwiceInTheLogIsFound() {
        assertThat(complaints(topics(100, 99, 95, 90)))
                .containsExactly(
                        "train-log records: 99, but learned + requests + duplicates + refused + control records: 98");
    }

    @Test
    void aPredictionThatIsThereTwiceIsFoundAndSoIsItsLabel() {
        assertThat(complaints(topics(100, 98, 96, 91)))
                .containsExactly(
                        "predictions: 96, but learned + requests: 95",
                        "predictions with a label of click: 91, but labels learned: 90");
    }

    private static List<String> complaints(TopicCounts topics) {
        return DemoCounts.complaints(topics, LANE, null);
    }

    private static TopicCounts topics(long published, long trainLog, long predictions, long labels) {
        return new TopicCounts(published, trainLog, 1, predictions, Map.of("click", labels), 3, 3, List.of());
    }
}
