package io.thalweg.config;

import io.thalweg.batch.BatchSettings;
import io.thalweg.drift.DriftSettings;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.feature.LabelColumn;
import io.thalweg.fusion.Fusion;
import io.thalweg.ingest.Column;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.lane.LaneSettings;
import io.thalweg.model.ModelSettings;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads section by section, complains about everything at once, and puts the settings together if nothing is wrong. */
final class ConfigReader {
    private static final List<String> KEYS = List.of(
            "app",
            "kafka",
            "registry",
            "time",
            "key",
            "duplicates",
            "requests",
            "features",
            "tasks",
            "model",
            "optimiser",
            "balance",
            "drift",
            "batch",
            "snapshots",
            "checkpoints",
            "metrics",
            "topics",
            "serve",
            "fusion",
            "seed");
    private static final List<BatchSettings.Schedule> SCHEDULES =
            List.of(BatchSettings.Schedule.EACH, BatchSettings.Schedule.ROUND);
    private static final int USUAL_WINDOW = 100_000;

    private final Block root;
    private final Problems problems;
    private final Columns columns = new Columns();

    ConfigReader(Value file, Problems problems) {
        root = Block.of(file, KEYS);
        this.problems = problems;
    }

    ThalwegConfig read() {
        String app = app();
        var kafka = ClientSection.readKafka(root);
        var registry = ClientSection.readRegistry(root);
        TimeSection time = TimeSection.read(root);
        columns.input(time.field(), Column.Kind.TIME, "event time");
        String keyField = root.text("key").orElse("");
        int key = keyField.isEmpty() ? -1 : columns.input(keyField, Column.Kind.TEXT, "event's key");
        ModelSection model = ModelSection.read(root);
        List<Feature> features = FeaturesSection.read(root, columns, model.dimension());
        int seenBefore = columns.count();
        List<TasksSection.Entry> tasks = TasksSection.read(root, columns, model);
        Value requestsValue = root.get("requests");
        String requests = requestsValue == null ? null : TopicsSection.topic(requestsValue);
        Topics topics = TopicsSection.read(root, app);
        TopicsSection.requireDistinct(root, topics, tasks, requests);
        LaneParts parts = laneParts(model);
        int duplicates = duplicatesWindow(key >= 0);
        DriftSettings drift = DriftSection.read(root, features);
        long checkpointEvery = root.child("checkpoints", List.of("every")).whole("every", 50_000, 1, Integer.MAX_VALUE);
        List<Task> learned = tasks.stream().map(TasksSection.Entry::task).toList();
        model.requireFits(
                root,
                features,
                learned,
                parts.model().optimiser(),
                parts.model().wideOptimiser());
        new FeatureLimits(root, learned.size(), parts.batch()).require(features);
        BalanceSection.requireSense(root, parts.model(), tasks, parts.batch());
        RegulariseSection.requireSense(root, parts.model(), features, learned);
        Optional<ServeSettings> serve = ServeSection.read(root);
        Optional<Fusion> fusion = fusion(learned);
        DriftSection.requireSense(root, drift, parts.model());
        problems.throwIfAny();

        List<LabelColumn> labels = tasks.stream().map(TasksSection.Entry::label).toList();
        InputMap input = new InputMap(columns.list(), 0, key, time.rule(), inputTopics(tasks, requests, seenBefore));
        LaneSettings lane = new LaneSettings(
                new FeatureMap(features, learned, labels, model.buckets()),
                parts.model(),
                parts.batch(),
                parts.snapshotsEvery(),
                parts.metricsEvery(),
                parts.metricsWindow(),
                duplicates,
                drift,
                CanonicalText.ofModel(root));
        return new ThalwegConfig(
                app, kafka, registry, input, lane, topics, checkpointEvery, serve, fusion, CanonicalText.of(root));
    }

    private Optional<Fusion> fusion(List<Task> tasks) {
        Value value = root.get("fusion");
        if (value == null) {
            return Optional.empty();
        }
        Fusion fusion = value.make(() -> Fusion.parse(value.text(), tasks));
        if (fusion != null && fusion.tasks().isEmpty()) {
            value.complain("must read at least one task's score, got %s", value.shown());
        }
        return Optional.ofNullable(fusion);
    }

    /** What a lane needs beside features and tasks. */
    private record LaneParts(
            ModelSettings model, BatchSettings batch, long snapshotsEvery, long metricsEvery, long metricsWindow) {}

    private String app() {
        Value value = root.require("app", "the application's name, such as shop-ranker");
        String app = value == null ? "" : value.text();
        if (value != null && !app.isBlank() && !app.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            value.complain(
                    "names topics, so it must be at most 100 letters, digits, '.', '_' and '-', got %s", value.shown());
        }
        return app;
    }

    private LaneParts laneParts(ModelSection model) {
        Block snapshots = root.child("snapshots", List.of("every", "or-every"));
        Value orEvery = snapshots.get("or-every");
        if (orEvery != null) {
            orEvery.complain(
                    "is %s, but this version takes snapshots by the number of examples only: use snapshots.every",
                    orEvery.shown());
        }
        Block metrics = root.child("metrics", List.of("every", "window"));
        long seed = root.whole("seed", 42, Long.MIN_VALUE, Long.MAX_VALUE);
        BatchSettings batch = batch();
        Optimiser optimiser = OptimiserSection.read(root, batch.size());
        return new LaneParts(
                new ModelSettings(
                        model.sharing(),
                        model.shared(),
                        model.task(),
                        model.wide(),
                        optimiser,
                        model.wideOptimiser(batch.size(), optimiser),
                        BalanceSection.read(root, batch.size()),
                        model.newcomers(),
                        seed,
                        RegulariseSection.read(root),
                        model.life()),
                batch,
                snapshots.whole("every", 100_000, 1, Long.MAX_VALUE),
                metrics.whole("every", 10_000, 1, Long.MAX_VALUE),
                metrics.whole("window", 10_000, 2, Long.MAX_VALUE));
    }

    private BatchSettings batch() {
        Block block = root.child("batch", List.of("size", "max-age", "schedule"));
        int size = (int) block.whole("size", 256, 1, 8_192);
        Value age = block.get("max-age");
        long maxAge = age == null ? 10_000 : age.millis(10_000);
        if (age != null && maxAge < 1) {
            age.complain("must be longer than nothing, got %s", age.shown());
            maxAge = 1;
        }
        Value schedule = block.get("schedule");
        List<String> words = List.of("each", "round");
        int index = schedule == null
                ? 0
                : schedule.choice(words).map(words::indexOf).orElse(0);
        return new BatchSettings(size, maxAge, SCHEDULES.get(index));
    }

    private int duplicatesWindow(boolean hasKey) {
        Value value = root.get("duplicates");
        if (value == null) {
            return hasKey ? USUAL_WINDOW : 0;
        }
        int window = (int) Block.of(value, List.of("window")).whole("window", USUAL_WINDOW, 0, 1_000_000);
        if (!hasKey) {
            value.complain("is set, but there is no 'key' to tell events apart by; add 'key: FIELD' or remove it");
        }
        return window;
    }

    /** Every topic has the columns known before the label; a task's topic also those of its labels and weights. */
    private static List<InputTopic> inputTopics(
            List<TasksSection.Entry> tasks, @Nullable String requests, int seenBefore) {
        List<InputTopic> topics = new ArrayList<>();
        List<Integer> inputs = IntStream.range(0, seenBefore).boxed().toList();
        tasks.stream().map(TasksSection.Entry::topic).distinct().forEach(name -> {
            List<Integer> own = IntStream.range(0, tasks.size())
                    .filter(task -> tasks.get(task).topic().equals(name))
                    .boxed()
                    .toList();
            TreeSet<Integer> all = new TreeSet<>(inputs);
            own.forEach(task -> {
                LabelColumn label = tasks.get(task).label();
                all.add(label.column());
                if (label.weightColumn() >= 0) {
                    all.add(label.weightColumn());
                }
            });
            topics.add(new InputTopic(name, List.copyOf(all), own, true));
        });
        if (requests != null) {
            List<Integer> all = IntStream.range(0, tasks.size()).boxed().toList();
            topics.add(new InputTopic(requests, inputs, all, false));
        }
        return topics;
    }
}
