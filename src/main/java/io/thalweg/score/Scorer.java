package io.thalweg.score;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.ingest.Column;
import io.thalweg.ingest.InputMap;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LaneSettings;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.task.Task;
import io.thalweg.wire.SnapshotFile;
import java.nio.file.Path;
import java.util.List;

/** One model, as it was at one place of the log; it does not change any more. Thread-safe. */
public final class Scorer {
    private final Lane lane;
    private final InputMap input;
    private final SnapshotManifest manifest;

    private Scorer(Lane lane, InputMap input, SnapshotManifest manifest) {
        this.lane = lane;
        this.input = input;
        this.manifest = manifest;
    }

    /**
     * @param settings that the snapshot was made with
     * @param input of the same configuration
     * @throws IllegalStateException if the snapshot was made with other settings, or by a program that this one does
     *     not understand
     */
    public static Scorer of(LaneSettings settings, InputMap input, StoredSnapshot snapshot) {
        return new Scorer(Lane.still(settings, snapshot), input, snapshot.manifest());
    }

    /**
     * Of a snapshot that was exported to a file.
     *
     * @throws io.thalweg.wire.WireException if it is not whole
     * @throws io.thalweg.config.ConfigException if it is of a newer program's configuration
     */
    public static Scorer open(Path file) {
        StoredSnapshot snapshot = SnapshotFile.read(file);
        ThalwegConfig config = ThalwegConfig.stored(snapshot.manifest().configuration());
        return of(config.lane(), config.input(), snapshot);
    }

    /** Position of a field among those of an event, by which the builder of an event knows it. */
    public int column(String field) {
        for (int column = 0; column < input.columns().size(); column++) {
            if (input.columns().get(column).field().equals(field)) {
                return column;
            }
        }
        throw new IllegalArgumentException("the model has no field '%s'; it has %s"
                .formatted(field, input.columns().stream().map(Column::field).toList()));
    }

    /** Of the snapshot: version, place in the log, digests, and how good the model was when it was taken. */
    public SnapshotManifest manifest() {
        return manifest;
    }

    /** In configuration order: a task's position is its place here. */
    public List<Task> tasks() {
        return lane.settings().map().tasks();
    }

    /** Which fields an event may have. */
    public InputMap input() {
        return input;
    }

    /** A place to ask at, for one thread; make one for each and keep it. */
    public Desk desk() {
        return new Desk(lane.reading(), lane.settings().map(), input);
    }
}
