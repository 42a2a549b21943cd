package io.thalweg.serve;

import io.javalin.config.JavalinConfig;
import io.thalweg.fusion.Fusion;
import io.thalweg.learn.Quality;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code GET /v1/model}, {@code /v1/tasks} and {@code /v1/snapshots}: what answers, and where it comes from. */
public final class ModelRoutes implements Routes {
    private final Models models;

    public ModelRoutes(Models models) {
        this.models = models;
    }

    @Override
    public void addTo(JavalinConfig server) {
        server.routes.get("/v1/model", context -> Json.answer(context, model(models.require())));
        server.routes.get("/v1/tasks", context -> Json.answer(context, tasks(models.require())));
        server.routes.get("/v1/snapshots", context -> Json.answer(context, snapshots()));
    }

    private Map<String, Object> model(ServedModel model) {
        SnapshotManifest manifest = model.manifest();
        Map<String, Object> json = Json.model(model, models.age(model));
        json.put("taken", model.taken().toString());
        json.put("examples", manifest.examples());
        json.put("fingerprint", manifest.fingerprint());
        json.put("platform", manifest.platform());
        json.put("features", manifest.features());
        json.put("tasks", model.tasks().stream().map(Task::name).toList());
        json.put("fusion", model.fusion().map(Fusion::text).orElse(null));
        json.put("supply", Json.supply(models));
        return json;
    }

    private Map<String, Object> tasks(ServedModel model) {
        List<Object> tasks = new ArrayList<>();
        for (Task task : model.tasks()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", task.name());
            json.put("loss", task.loss().getClass().getSimpleName().toLowerCase(Locale.ROOT));
            json.put("score", words(task.loss().meaning().name()));
            if (task.loss().isClassification()) {
                json.put("classes", Math.max(2, task.loss().outputs()));
            }
            model.manifest().metrics().stream()
                    .filter(metrics -> metrics.task().equals(task.name()))
                    .forEach(metrics -> json.putAll(quality(metrics)));
            tasks.add(json);
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", Json.model(model, models.age(model)));
        json.put("tasks", tasks);
        return json;
    }

    private static Map<String, Object> quality(TaskMetrics metrics) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("labelled", metrics.labelled());
        json.put("lifetime", figures(metrics.lifetime()));
        json.put("window", figures(metrics.window()));
        return json;
    }

    private static Map<String, Double> figures(Quality quality) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("count", quality.count());
        figures.putAll(quality.figures());
        return figures;
    }

    private Map<String, Object> snapshots() {
        String served =
                models.current().map(model -> model.manifest().proof().chain()).orElse("");
        List<Object> snapshots = new ArrayList<>();
        for (Models.Listed one : models.listed()) {
            SnapshotManifest manifest = one.manifest();
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("snapshot", manifest.id());
            json.put("chain", manifest.proof().chain());
            json.put("cause", words(manifest.cause().name()));
            json.put("taken", one.taken().toString());
            json.put("version", manifest.version());
            json.put("trainLogOffset", manifest.extent().nextOffset() - 1);
            json.put("examples", manifest.examples());
            json.put("served", manifest.proof().chain().equals(served));
            if (!one.complaint().isEmpty()) {
                json.put("complaint", one.complaint());
            }
            snapshots.add(json);
        }
        return Map.of("snapshots", snapshots);
    }

    private static String words(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
