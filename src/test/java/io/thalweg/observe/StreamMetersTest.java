package io.thalweg.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.batch.Batch;
import io.thalweg.batch.Pending;
import io.thalweg.drift.DriftStatus;
import io.thalweg.feature.Example;
import io.thalweg.ingest.Reason;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LogRecord;
import io.thalweg.lane.Totals;
import io.thalweg.publish.Outputs;
import io.thalweg.scenario.Planted;
import io.thalweg.sharing.Sharing;
import io.thalweg.stream.LaneStatus;
import io.thalweg.stream.ThalwegStreams.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamMetersTest {
    private final Meters meters = new Meters(Path.of("."));
    private final StreamMeters observer = new StreamMeters(meters);

    @AfterEach
    void close() {
        meters.close();
    }

    /** The value of a series, by its name and labels as a scrape shows them. */
    private double scraped(String series) {
        String line = meters.scrape()
                .lines()
                .filter(some -> some.startsWith(series + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + series + " in\n" + meters.scrape()));
        return Double.parseDouble(line.substring(series.length() + 1));
    }

    private static LaneStatus status(Totals totals) {
        return new LaneStatus(0, totals.learned(), totals, List.of(), null);
    }

    @Test
    void recordsAreCountedWhereTheyGo() {
        observer.routed();
        observer.routed();
        observer.quarantined(Part.ROUTE, Reason.BAD_TIME);
        observer.quarantined(Part.LEARN, Reason.OVERFLOW);
        assertThat(scraped("thalweg_routed_events_total")).isEqualTo(2);
        assertThat(scraped("thalweg_quarantined_events_total{part=\"route\",reason=\"BAD_TIME\"}"))
                .isEqualTo(1);
        assertThat(scraped("thalweg_quarantined_events_total{part=\"learn\",reason=\"OVERFLOW\"}"))
                .isEqualTo(1);
    }

    @Test
    void whatAModelHadLearnedBeforeThisProcessDoesNotCount() {
        observer.stands(status(new Totals(1_000, 5, 10, 3, 0, 0, 2)));
        observer.stands(status(new Totals(1_040, 5, 12, 4, 1, 0, 2)));
        observer.stands(status(new Totals(500, 0, 0, 0, 0, 0, 1))); // another model took over
        observer.stands(status(new Totals(510, 0, 0, 0, 0, 0, 1)));
        assertThat(scraped("thalweg_learned_events_total{lane=\"0\"}")).isEqualTo(50);
        assertThat(scraped("thalweg_request_events_total{lane=\"0\"}")).isEqualTo(2);
        assertThat(scraped("thalweg_duplicate_events_total{lane=\"0\"}")).isEqualTo(1);
        assertThat(scraped("thalweg_refused_events_total{lane=\"0\"}")).isEqualTo(1);
        assertThat(scraped("thalweg_next_offset{lane=\"0\"}")).isEqualTo(510);
    }

    @Test
    void aLaneThatHasLeftHasNoGaugesAndWhatItLearnsElsewhereDoesNotCount() {
        observer.stands(status(new Totals(100, 0, 0, 0, 0, 0, 0)));
        observer.stands(status(new Totals(110, 0, 0, 0, 0, 0, 0)));
        observer.leaves(0);
        assertThat(meters.scrape()).doesNotContain("thalweg_next_offset{");
        observer.stands(status(new Totals(500, 0, 0, 0, 0, 0, 0)));
        observer.stands(status(new Totals(507, 0, 0, 0, 0, 0, 0)));
        assertThat(scraped("thalweg_learned_events_total{lane=\"0\"}")).isEqualTo(17);
        assertThat(scraped("thalweg_next_offset{lane=\"0\"}")).isEqualTo(507);
    }

    @Test
    void eachEventOfAStepHasItsWaitAndItsLatency() {
        long now = System.currentTimeMillis();
        List<Example> examples = Planted.examples(2, 1);
        Batch batch = new Batch(
                List.of(new Pending(0, now - 9_000, examples.get(0)), new Pending(1, now - 4_000, examples.get(1))));
        observer.stepped(batch, now - 3_000, 2_000_000);
        assertThat(scraped("thalweg_step_seconds_sum")).isEqualTo(0.002);
        assertThat(scraped("thalweg_batch_wait_seconds_count")).isEqualTo(2);
        assertThat(scraped("thalweg_batch_wait_seconds_sum")).isEqualTo(7);
        assertThat(scraped("thalweg_prediction_latency_seconds_sum{of=\"labelled\"}"))
                .isGreaterThanOrEqualTo(13);
        observer.answered(now + 60_000); // the log's clock is ahead
        assertThat(scraped("thalweg_prediction_latency_seconds_sum{of=\"request\"}"))
                .isZero();
    }

    @Test
    void ofALargeStepASampleIsTaken() {
        List<Pending> examples = new ArrayList<>();
        for (Example example : Planted.examples(250, 1)) {
            examples.add(new Pending(examples.size(), 1_000L * examples.size(), example));
        }
        observer.stepped(new Batch(examples), 250_000, 1);
        assertThat(scraped("thalweg_batch_wait_seconds_count")).isEqualTo(16);
        assertThat(scraped("thalweg_batch_wait_seconds_sum") / 16).isBetween(120.0, 135.0);
    }

    @Test
    void everyTaskShowsHowGoodItIs() {
        Lane lane = new Lane(Planted.lane(new Sharing.Hard(), 1));
        long offset = 0;
        for (Example example : Planted.examples(2_000, 3)) {
            lane.apply(offset, offset, new LogRecord.Event(example), Outputs.NONE);
            offset++;
        }
        observer.stands(new LaneStatus(0, lane.nextOffset(), lane.totals(), lane.metrics(), null));
        String text = meters.scrape();
        lane.metrics().forEach(task -> {
            var main = task.window().main();
            String labels = "{figure=\"%s\",lane=\"0\",task=\"%s\"}".formatted(main.name(), task.task());
            assertThat(scraped("thalweg_task_quality" + labels)).isEqualTo(main.value());
            assertThat(scraped("thalweg_task_baseline" + labels)).isEqualTo(main.baseline());
            task.window()
                    .figures()
                    .forEach((figure, value) -> assertThat(text)
                            .contains(String.format(
                                    Locale.ROOT,
                                    "thalweg_task_figure{figure=\"%s\",lane=\"0\",task=\"%s\"}",
                                    figure,
                                    task.task())));
        });
        assertThat(scraped("thalweg_model_version{lane=\"0\"}")).isEqualTo(lane.version());
        assertThat(scraped("thalweg_model_diverged{lane=\"0\"}")).isZero();
    }

    @Test
    void alarmsOfDriftAreCountedFromZeroOn() {
        Lane lane = new Lane(Planted.lane(new Sharing.Hard(), 1));
        for (long alarms : new long[] {7, 7, 9}) {
            var metrics = lane.metrics().stream()
                    .map(task -> task.with(new DriftStatus(alarms, List.of())))
                    .toList();
            observer.stands(new LaneStatus(0, 0, lane.totals(), metrics, null));
        }
        assertThat(scraped("thalweg_task_drift_alarms_total{lane=\"0\",task=\"rare\"}"))
                .isEqualTo(2);
    }

    @Test
    void aTaskThatHasGoneLeavesNoSeriesBehind() {
        Lane lane = new Lane(Planted.lane(new Sharing.Hard(), 1));
        observer.stands(new LaneStatus(0, 0, lane.totals(), lane.metrics(), null));
        assertThat(meters.scrape()).contains("thalweg_task_loss_weight{");
        observer.stands(status(lane.totals()));
        assertThat(meters.scrape()).doesNotContain("thalweg_task_loss_weight{");
    }
}
