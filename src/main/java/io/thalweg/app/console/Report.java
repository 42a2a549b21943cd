package io.thalweg.app.console;

import io.thalweg.lane.Totals;
import io.thalweg.learn.Quality;
import io.thalweg.learn.TaskMetrics;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a finite run amounted to; {@link ReportTable} shows it to people.
 *
 * @param parametersSha256 of the model at the end
 * @param tasks lifetime quality in configuration order
 * @param best by task: the best possible logloss or RMSE, where the truth is known
 * @param more further figures of the command, by their JSON names
 */
public record Report(
        Counts counts,
        String parametersSha256,
        List<TaskMetrics> tasks,
        Map<String, Double> best,
        Map<String, Object> more) {

    /** What became of the events: {@code events = learned + requests + duplicates + quarantined}. */
    public record Counts(long events, double seconds, long quarantined, Totals totals) {
        double eventsPerSecond() {
            return seconds > 0 ? events / seconds : 0;
        }
    }

    /** Writes the JSON that other programs read. */
    public void writeJson(Path file) {
        JsonFile.write(file, json());
    }

    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("events", counts.events());
        json.put("seconds", counts.seconds());
        json.put("eventsPerSecond", counts.eventsPerSecond());
        json.put("learned", counts.totals().learned());
        json.put("requests", counts.totals().requests());
        json.put("duplicates", counts.totals().duplicates());
        json.put("quarantined", counts.quarantined());
        json.putAll(more);
        json.put("parametersSha256", parametersSha256);
        Map<String, Object> byTask = new LinkedHashMap<>();
        tasks.forEach(task -> byTask.put(task.task(), json(task)));
        json.put("tasks", byTask);
        return json;
    }

    private Map<String, Object> json(TaskMetrics task) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("labelled", task.labelled());
        put(json, "loss", task.lifetime().loss());
        put(json, "baselineLoss", task.lifetime().baselineLoss());
        if (task.lifetime() instanceof Quality.OfClasses classes) {
            put(json, "logloss", classes.logloss());
            put(json, "auc", classes.auc());
            put(json, "normalisedEntropy", classes.normalisedEntropy());
            put(json, "calibration", classes.calibration());
            put(json, "baselineLogloss", classes.baselineLogloss());
            put(json, "bestLogloss", best.getOrDefault(task.task(), Double.NaN));
        } else if (task.lifetime() instanceof Quality.OfValues values) {
            put(json, "rmse", values.rmse());
            put(json, "mae", values.mae());
            put(json, "correlation", values.correlation());
            put(json, "calibration", values.calibration());
            put(json, "coverage", values.coverage());
            put(json, "baselineRmse", values.baselineRmse());
            put(json, "bestRmse", best.getOrDefault(task.task(), Double.NaN));
        }
        return json;
    }

    /** JSON has no NaN: a figure that does not exist is left out. */
    private static void put(Map<String, Object> json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        }
    }
}
