package io.thalweg.app.replay;

import io.thalweg.publish.Prediction;
import io.thalweg.replay.Range;
import io.thalweg.replay.Reproduction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A published prediction beside the one that was made again.
 *
 * @param platform on which it was made again
 */
record ScoreExplanation(
        Prediction published, Reproduction reproduction, Range.Start start, String platform, List<String> notes) {
    boolean isReproduced() {
        return reproduction.isSame();
    }

    /** Why the score is not the same, as far as can be told. */
    private String verdict() {
        Prediction made = reproduction.made();
        if (isReproduced()) {
            return "reproduced to the bit";
        }
        if (made == null) {
            return "not reproduced: up to its end the log does not score an event at that offset";
        }
        if (!key(made).equals(key(published))) {
            return "not reproduced: the log has the event '%s' at that offset; it was made anew".formatted(key(made));
        }
        String then = start.snapshot() == null
                ? platform
                : start.snapshot().manifest().platform();
        return then.equals(platform)
                ? "not reproduced: the model was another one when it was published; 'replay --verify' finds the first"
                        + " difference"
                : "not reproduced: the snapshot was computed on '%s', this is '%s'".formatted(then, platform);
    }

    private static String key(Prediction prediction) {
        byte[] key = prediction.key();
        return key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("key", key(published));
        json.put("offset", published.offset());
        json.put("startedFrom", start.words());
        json.put("reproduced", isReproduced());
        json.put("verdict", verdict());
        json.put("version", published.version());
        Prediction made = reproduction.made();
        if (made != null) {
            json.put("reproducedVersion", made.version());
        }
        Map<String, Object> byTask = new LinkedHashMap<>();
        for (int i = 0; i < published.tasks().length; i++) {
            byTask.put(published.tasks()[i], task(i, made));
        }
        json.put("tasks", byTask);
        json.put("notes", notes);
        return json;
    }

    private Map<String, Object> task(int i, @Nullable Prediction made) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("published", published.scores()[i]);
        if (made != null && i < made.scores().length) {
            json.put("reproduced", made.scores()[i]);
        }
        if (!Float.isNaN(published.labels()[i])) {
            json.put("label", published.labels()[i]);
        }
        return json;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        Prediction made = reproduction.made();
        lines.add("%s: event '%s', train-log offset %d, model version %d, begun with %s"
                .formatted(verdict(), key(published), published.offset(), published.version(), start.words()));
        lines.add("%-20s%16s%16s%12s".formatted("task", "published", "reproduced", "label"));
        for (int i = 0; i < published.tasks().length; i++) {
            float label = published.labels()[i];
            lines.add("%-20s%16s%16s%12s"
                    .formatted(
                            published.tasks()[i],
                            published.scores()[i],
                            made == null || i >= made.scores().length ? "-" : made.scores()[i],
                            Float.isNaN(label) ? "-" : label));
        }
        notes.forEach(note -> lines.add("note: " + note));
        return lines;
    }
}
