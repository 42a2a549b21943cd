package io.thalweg.observe;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.thalweg.lane.Totals;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.stream.LaneStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How the lanes of this process stand: told now and then, put into gauges when somebody asks. Counters count what this
 * process has done, not the model's whole life, so that a promotion or a restart is no leap.
 */
final class LaneMeters {
    private static final double NANOS = 1e9;

    private final Meters meters;
    private final Map<Integer, LaneStatus> statuses = new ConcurrentSkipListMap<>();
    private final Map<MeterName, MultiGauge> gauges = new EnumMap<>(MeterName.class);
    private volatile long lastStep = System.nanoTime();
    private volatile long lastSnapshot = System.nanoTime();

    LaneMeters(Meters meters) {
        this.meters = meters;
        meters.beforeScrape(this::refresh);
    }

    void stepped() {
        lastStep = System.nanoTime();
    }

    void published() {
        lastSnapshot = System.nanoTime();
    }

    void stands(LaneStatus now) {
        String lane = Integer.toString(now.partition());
        LaneStatus before = statuses.put(now.partition(), now);
        Totals was = before == null ? now.totals() : before.totals();
        Totals is = now.totals();
        count(MeterName.LEARNED, is.learned() - was.learned(), lane);
        count(MeterName.REQUESTS, is.requests() - was.requests(), lane);
        count(MeterName.DUPLICATES, is.duplicates() - was.duplicates(), lane);
        count(MeterName.REFUSED, is.refused() - was.refused(), lane);
        for (TaskMetrics task : now.metrics()) {
            count(MeterName.LABELS, task.labelled() - was(before, task, TaskMetrics::labelled), lane, task.task());
            long alarms = was(before, task, metrics -> metrics.drift().count());
            count(MeterName.DRIFT_ALARMS, task.drift().count() - alarms, lane, task.task());
        }
    }

    /** A count of the task's before; at first sight what it is now. */
    private static long was(@Nullable LaneStatus before, TaskMetrics task, ToLongFunction<TaskMetrics> count) {
        return before == null
                ? count.applyAsLong(task)
                : before.metrics().stream()
                        .filter(metrics -> metrics.task().equals(task.task()))
                        .mapToLong(count)
                        .findFirst()
                        .orElse(0);
    }

    /** Its series end, lest somebody think that it stands still. */
    void leaves(int partition) {
        statuses.remove(partition);
    }

    /** What is less than before was learned by another model, or is being learned again. */
    private void count(MeterName name, long more, String... labels) {
        meters.counter(name, labels).increment(Math.max(0, more));
    }

    private void refresh() {
        Rows rows = new Rows();
        if (!statuses.isEmpty()) {
            long now = System.nanoTime();
            rows.add(MeterName.MODEL_AGE, (now - lastStep) / NANOS);
            rows.add(MeterName.SNAPSHOT_AGE, (now - lastSnapshot) / NANOS);
        }
        statuses.values().forEach(status -> add(rows, status));
        for (MeterName name : Rows.NAMES) {
            gauges.computeIfAbsent(name, meters::gauge).register(rows.of(name), true);
        }
    }

    private void add(Rows rows, LaneStatus status) {
        String lane = Integer.toString(status.partition());
        rows.add(MeterName.NEXT_OFFSET, status.nextOffset(), lane);
        rows.add(MeterName.WAITING, status.totals().pending(), lane);
        rows.add(MeterName.DIVERGED, status.isDiverged() ? 1 : 0, lane);
        rows.add(
                MeterName.MODEL_VERSION,
                status.metrics().stream().mapToLong(TaskMetrics::version).max().orElse(0),
                lane);
        status.metrics().forEach(task -> add(rows, lane, task));
    }

    private static void add(Rows rows, String lane, TaskMetrics metrics) {
        String task = metrics.task();
        var main = metrics.window().main();
        rows.add(MeterName.QUALITY, main.value(), lane, task, main.name());
        rows.add(MeterName.BASELINE, main.baseline(), lane, task, main.name());
        rows.add(MeterName.WINDOW, metrics.window().count(), lane, task);
        metrics.window().figures().forEach((figure, value) -> {
            rows.add(MeterName.FIGURE, value, lane, task, figure);
            if (figure.equals("calibration")) {
                rows.add(MeterName.CALIBRATION, value, lane, task);
            }
        });
        var standing = metrics.standing();
        rows.add(MeterName.LOSS_WEIGHT, standing.weight(), lane, task);
        standing.cosines().forEach((other, cosine) -> rows.add(MeterName.COSINE, cosine, lane, task, other));
        standing.gates().forEach((gate, use) -> rows.add(MeterName.GATE_ENTROPY, use.entropy(), lane, task, gate));
    }

    /** What the gauges of all lanes and tasks show. */
    private static final class Rows {
        static final List<MeterName> NAMES = List.of(
                MeterName.NEXT_OFFSET,
                MeterName.WAITING,
                MeterName.DIVERGED,
                MeterName.MODEL_AGE,
                MeterName.MODEL_VERSION,
                MeterName.SNAPSHOT_AGE,
                MeterName.QUALITY,
                MeterName.BASELINE,
                MeterName.FIGURE,
                MeterName.CALIBRATION,
                MeterName.WINDOW,
                MeterName.LOSS_WEIGHT,
                MeterName.COSINE,
                MeterName.GATE_ENTROPY);

        private final Map<MeterName, List<MultiGauge.Row<?>>> rows = new EnumMap<>(MeterName.class);

        void add(MeterName name, double value, String... labels) {
            if (!Double.isNaN(value)) {
                Tags tags = Meters.tags(name, labels);
                rows.computeIfAbsent(name, none -> new ArrayList<>()).add(MultiGauge.Row.of(tags, value));
            }
        }

        List<MultiGauge.Row<?>> of(MeterName name) {
            return rows.getOrDefault(name, List.of());
        }
    }
}
