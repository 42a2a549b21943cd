package io.thalweg.serve.page;

import io.thalweg.drift.Alarm;
import io.thalweg.drift.DriftStatus;
import io.thalweg.learn.Quality;
import io.thalweg.learn.Standing;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.model.GateUse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A page that is told what a learner of the demo's shop would say, without one. */
final class PageScene {
    static final List<String> TASKS = List.of("click", "dwell", "buy");
    private static final long LOG_TIME = 1_793_000_000_000L;
    private static final long EVENTS = 2_000; // between metrics
    private static final List<Double> USUAL = List.of(0.5212, 1.1874, 0.2436);
    private static final List<Double> BEST = List.of(0.4417, 0.9241, 0.1983);

    private final SplittableRandom random = new SplittableRandom(7);
    private Duration passed = Duration.ZERO;
    private final InstantSource clock = () -> Instant.now().plus(passed);
    final LivePage page = new LivePage(new LivePage.Origin("shop", "demo", TASKS, 10_000), clock);
    private long step;
    private boolean isDiverged;

    /** One that has been told {@code count} metrics of each task, spread over the time before now. */
    static PageScene after(int count) {
        PageScene scene = new PageScene();
        scene.page.feed(LivePage.Feed.READING, "");
        for (int i = 0; i < count; i++) {
            scene.learn(scene.clock.millis() - 1_000L * (count - i));
        }
        for (int i = 0; i < 6; i++) {
            scene.snapshot(i);
        }
        scene.troubles();
        scene.page.feed(LivePage.Feed.LIVE, "");
        scene.page.behind(37);
        return scene;
    }

    /** Tells {@code other} what this scene would be told at first. */
    static void tell(LivePage other, int task) {
        PageScene scene = new PageScene();
        scene.step = 1;
        other.metrics(scene.metrics(task, 1_000), 1_000);
    }

    PageScene diverges() {
        isDiverged = true;
        learn();
        return this;
    }

    /** Lets time go by. */
    void pass(Duration time) {
        passed = passed.plus(time);
    }

    void learn() {
        learn(clock.millis());
    }

    private void learn(long taken) {
        step++;
        Map<String, LivePage.Truth> best = new LinkedHashMap<>();
        for (int task = 0; task < TASKS.size(); task++) {
            best.put(TASKS.get(task), new LivePage.Truth(labelled(task), BEST.get(task)));
        }
        page.best(best);
        for (int task = 0; task < TASKS.size(); task++) {
            page.metrics(metrics(task, taken), taken);
        }
    }

    private TaskMetrics metrics(int task, long taken) {
        double gone = StrictMath.exp(-step / 40.0);
        double noise = 0.012 * (random.nextDouble() - 0.5);
        double usual = USUAL.get(task) * (1 + 0.2 * StrictMath.exp(-step / 4.0)) * (1 + noise);
        double floor = BEST.get(task) + 0.2 * (USUAL.get(task) - BEST.get(task));
        double error = (floor + (USUAL.get(task) * 1.16 - floor) * gone) * (1 + noise);
        long labelled = labelled(task);
        double calibration = 1 + 0.3 * gone + 2 * noise;
        Quality quality = task == 1
                ? new Quality.OfValues(
                        10_000, error, usual, error, 0.79 * error, 0.62 - 0.4 * gone, Double.NaN, Double.NaN, usual)
                : new Quality.OfClasses(
                        10_000, error, usual, error, error / usual, 0.79 - 0.28 * gone + noise, calibration, usual);
        return new TaskMetrics(
                TASKS.get(task),
                step * EVENTS,
                step * EVENTS / 64,
                taken,
                labelled,
                0,
                1_800,
                quality,
                quality,
                standing(task));
    }

    private long labelled(int task) {
        return step * EVENTS * (task == 0 ? 5 : task == 1 ? 2 : 3) / 10;
    }

    private Standing standing(int task) {
        Map<String, Double> cosines = new LinkedHashMap<>();
        for (int other = 0; other < TASKS.size(); other++) {
            if (other != task) {
                cosines.put(TASKS.get(other), task + other == 1 ? 0.46 : task + other == 2 ? 0.21 : -0.33);
            }
        }
        Map<String, Double> use = new LinkedHashMap<>();
        use.put("expert 0", 0.2 + 0.2 * task);
        use.put("expert 1", 0.5 - 0.1 * task);
        use.put("expert 2", 0.3 - 0.1 * task);
        Map<String, GateUse> gates = new LinkedHashMap<>();
        gates.put(TASKS.get(task), new GateUse(0.93 - 0.05 * task, use));
        return new Standing(1.24 - 0.22 * task, cosines, gates, isDiverged);
    }

    /** The loss of the last task drifts, and a feature, as all tasks say. */
    void alarm() {
        step++;
        long offset = step * EVENTS - 7;
        for (int task = 0; task < TASKS.size(); task++) {
            List<Alarm> alarms = new ArrayList<>();
            alarms.add(new Alarm(TASKS.get(task), Alarm.Signal.FEATURE, "price", offset, 2.71, 3.64));
            if (task == 2) {
                alarms.add(new Alarm(TASKS.get(task), Alarm.Signal.LOSS, "", offset, 0.201, 0.243));
            }
            long now = clock.millis();
            page.metrics(metrics(task, now).with(new DriftStatus(1, alarms)), LOG_TIME);
        }
    }

    private void snapshot(int i) {
        long offset = 50_000L * (i + 1);
        page.snapshot(new LivePage.Snapshot(
                Long.toString(offset),
                "SCHEDULED",
                offset / 64,
                offset,
                4_312_000 + 90_000L * i,
                clock.millis() - 25_000L * (6 - i)));
    }

    private void troubles() {
        for (int i = 0; i < 57; i++) {
            String reason =
                    i % 5 == 0 ? "UNKNOWN_SCHEMA" : i % 3 == 0 ? "NOT_AVRO" : i % 7 == 0 ? "BAD_LABEL" : "EMPTY";
            page.trouble(new LivePage.Trouble(
                    reason,
                    i % 5 == 0 ? "schema id 2147483647 is not known to the registry" : "the record has <b>no</b> value",
                    "shop.click/2/" + (4_000 + 31 * i),
                    clock.millis() - 900L * (60 - i)));
        }
    }
}
