package io.thalweg.app.snapshots;

import io.thalweg.learn.Quality;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.model.Comparison;
import io.thalweg.model.SectionChange;
import io.thalweg.publish.SnapshotManifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How one snapshot differs from another. */
record SnapshotDifference(
        SnapshotManifest before,
        SnapshotManifest after,
        List<ConfigurationLines.Difference> configuration,
        Comparison parameters) {

    /** A figure of a task in both; NaN where it does not exist. */
    record Figure(String task, String labels, String name, double before, double after) {}

    /** All figures of all tasks that either has. */
    List<Figure> figures() {
        Set<String> tasks = new LinkedHashSet<>();
        before.metrics().forEach(task -> tasks.add(task.task()));
        after.metrics().forEach(task -> tasks.add(task.task()));
        List<Figure> figures = new ArrayList<>();
        for (String task : tasks) {
            Optional<TaskMetrics> a = task(before, task);
            Optional<TaskMetrics> b = task(after, task);
            figures.addAll(figures(task, "ever", a.map(TaskMetrics::lifetime), b.map(TaskMetrics::lifetime)));
            figures.addAll(figures(task, "of late", a.map(TaskMetrics::window), b.map(TaskMetrics::window)));
        }
        return figures;
    }

    private static Optional<TaskMetrics> task(SnapshotManifest manifest, String name) {
        return manifest.metrics().stream()
                .filter(task -> task.task().equals(name))
                .findFirst();
    }

    private static List<Figure> figures(String task, String labels, Optional<Quality> a, Optional<Quality> b) {
        Map<String, Double> old = a.map(SnapshotFigures::figures).orElse(Map.of());
        Map<String, Double> young = b.map(SnapshotFigures::figures).orElse(Map.of());
        Set<String> names = new LinkedHashSet<>(old.keySet());
        names.addAll(young.keySet());
        return names.stream()
                .map(name -> new Figure(
                        task, labels, name, old.getOrDefault(name, Double.NaN), young.getOrDefault(name, Double.NaN)))
                .toList();
    }

    /** Whether the models are the same to the bit, with everything that they must not forget. */
    boolean isNone() {
        return before.proof().sha256().equals(after.proof().sha256());
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("before", SnapshotFigures.json(before, null));
        json.put("after", SnapshotFigures.json(after, null));
        json.put("sameBytes", isNone());
        json.put(
                "configuration",
                configuration.stream()
                        .map(one -> Map.of("key", one.key(), "before", one.before(), "after", one.after()))
                        .toList());
        json.put(
                "parameters",
                parameters.changes().stream().map(SnapshotDifference::json).toList());
        json.put("incomparable", parameters.incomparable());
        return json;
    }

    private static Map<String, Object> json(SectionChange change) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", change.name());
        json.put("numbers", change.numbers());
        json.put("differing", change.differing());
        put(json, "norm", change.norm());
        put(json, "normBefore", change.normBefore());
        put(json, "normAfter", change.normAfter());
        put(json, "largest", change.largest());
        json.put(
                "rows",
                change.rows().stream()
                        .map(row -> Map.of("row", row.row(), "norm", row.norm()))
                        .toList());
        return json;
    }

    /** JSON has no NaN. */
    private static void put(Map<String, Object> json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        }
    }
}
