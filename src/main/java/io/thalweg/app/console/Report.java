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

    /**
     * What became of the events: {@code events = learned + requests + duplicates + quarantined}.
     *
     * @param quarantined those that the learner refused among them
     */
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
        json.put("refused", counts.totals().refused());
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
        json.putAll(task.lifetime().figures());
        double possible = best.getOrDefault(task.task(), Double.NaN);
        if (Double.isFinite(possible)) { // JSON has no NaN
            json.put(task.lifetime() instanceof Quality.OfClasses ? "bestLogloss" : "bestRmse", possible);
        }
        return json;
    }
}
