package io.thalweg.app.snapshots;

import io.thalweg.learn.Quality;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.SnapshotManifest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a manifest says, for people and for other programs. */
final class SnapshotFigures {
    static final String NONE = "-";
    private static final int SHORT = 12;

    private SnapshotFigures() {}

    static String shortChain(SnapshotManifest manifest) {
        return manifest.proof().chain().substring(0, SHORT);
    }

    static String cause(SnapshotManifest manifest) {
        return manifest.cause().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String offsets(SnapshotManifest manifest) {
        return "%d to %d"
                .formatted(manifest.extent().firstOffset(), manifest.extent().nextOffset() - 1);
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String size(long bytes) {
        return bytes < 100_000
                ? count(bytes) + " B"
                : String.format(Locale.ROOT, bytes < 100_000_000 ? "%.1f MB" : "%.0f MB", bytes / 1e6);
    }

    static String time(@Nullable Instant instant) {
        return instant == null ? NONE : instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Four significant digits, however large or small. */
    static String figure(double value) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        boolean isPlain = value == 0 || Math.abs(value) >= 1e-3 && Math.abs(value) < 1e7;
        return String.format(Locale.ROOT, isPlain ? "%.4f" : "%.3e", value);
    }

    /** What {@link #main} is called. */
    static String mainName(TaskMetrics task) {
        return task.lifetime().main().name();
    }

    static double main(Quality quality) {
        return quality.main().value();
    }

    /** Everything in the manifest. */
    static Map<String, Object> json(SnapshotManifest manifest, @Nullable Instant taken) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", manifest.id());
        json.put("cause", manifest.cause().name());
        if (taken != null) {
            json.put("taken", taken.toString());
        }
        json.put("version", manifest.version());
        json.put("firstOffset", manifest.extent().firstOffset());
        json.put("nextOffset", manifest.extent().nextOffset());
        json.put("examples", manifest.examples());
        json.put("chunks", manifest.extent().chunks());
        json.put("bytes", manifest.extent().bytes());
        json.put("sha256", manifest.proof().sha256());
        json.put("chain", manifest.proof().chain());
        json.put("previous", manifest.proof().previous());
        json.put("parametersSha256", manifest.proof().parametersSha256());
        json.put("layout", manifest.layout());
        json.put("configuration", manifest.configuration());
        json.put("fingerprint", manifest.fingerprint());
        json.put("features", manifest.features());
        json.put("platform", manifest.platform());
        Map<String, Object> tasks = new LinkedHashMap<>();
        manifest.metrics().forEach(task -> tasks.put(task.task(), json(task)));
        json.put("tasks", tasks);
        return json;
    }

    private static Map<String, Object> json(TaskMetrics task) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("labelled", task.labelled());
        json.put("eventTime", Instant.ofEpochMilli(task.eventTime()).toString());
        json.put("lagMillis", task.lagMillis());
        json.put("lifetime", figures(task.lifetime()));
        json.put("window", figures(task.window()));
        return json;
    }

    /** With the count of labels, by their JSON names; what does not exist is left out. */
    static Map<String, Double> figures(Quality quality) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("count", quality.count());
        figures.putAll(quality.figures());
        return figures;
    }
}
