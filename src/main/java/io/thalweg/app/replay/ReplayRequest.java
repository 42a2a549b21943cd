package io.thalweg.app.replay;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.replay.Bound;
import io.thalweg.replay.Drop;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants of a replay, without contradictions.
 *
 * @param config of the application whose history it is
 * @param other to learn with instead, or null
 * @param isRaw whether the raw topics give the content of the events
 * @param as application under whose name results are published, or null
 * @param rate log records a second at most; 0 for as many as there are
 */
record ReplayRequest(
        ThalwegConfig config,
        @Nullable ThalwegConfig other,
        boolean isRaw,
        @Nullable Bound from,
        @Nullable Bound to,
        boolean verifies,
        List<Drop> drops,
        @Nullable String as,
        @Nullable Path export,
        double rate) {
    /** Whether only the model at the end is wanted, so that the way to it may begin anywhere. */
    boolean isModelOnly() {
        return !verifies && other == null && drops.isEmpty() && as == null && !isRaw;
    }

    /** What the model that is asked for is configured with, where the history does not say otherwise. */
    ThalwegConfig learnedWith() {
        return other == null ? config : other;
    }

    /** Why these wishes do not go together, or an empty text. */
    String contradiction() {
        boolean beginsFresh = from instanceof Bound.Offset || from instanceof Bound.Time;
        if (to instanceof Bound.Beginning) {
            return "--to beginning leaves nothing to replay";
        }
        if (rate < 0 || Double.isNaN(rate)) {
            return "--rate must be positive, got " + rate;
        }
        if (!isRaw && drops.stream().anyMatch(Drop.ByField.class::isInstance)) {
            return "--drop field=... needs --source raw: the train log does not have the raw fields";
        }
        if (!drops.isEmpty() && from instanceof Bound.Snapshot) {
            return "--drop begins at the beginning: a snapshot may have seen the events already";
        }
        if (other != null && from instanceof Bound.Snapshot) {
            return "--config begins a fresh model, so it cannot go on from a snapshot; say --from beginning or an offset";
        }
        if (verifies && beginsFresh) {
            return "--verify needs the model that was: it begins at the beginning or at a snapshot, not at an offset or"
                    + " a time";
        }
        if (verifies && (isRaw || other != null || !drops.isEmpty())) {
            return "--verify is about the model that was: it goes without --source raw, --config and --drop";
        }
        if (as != null && as.equals(config.app())) {
            return "--as %s is the live application; a replay has a name of its own".formatted(as);
        }
        return as == null || as.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
                ? ""
                : "--as must be letters, digits, '.', '_' and '-', at most 100, got '%s'".formatted(as);
    }
}
