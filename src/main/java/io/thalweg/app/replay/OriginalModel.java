package io.thalweg.app.replay;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.Archive;
import io.thalweg.lane.LaneSettings;
import io.thalweg.lane.Succession;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.replay.Opening;
import io.thalweg.replay.PublishedSnapshots;
import io.thalweg.replay.Range;
import io.thalweg.replay.Student;
import io.thalweg.replay.TrainLog;
import java.util.List;

/**
 * The model that an application had where a replay begins, configured as it was then.
 *
 * @param config what the application is said to be configured with
 * @param notes told where that was something else
 */
record OriginalModel(
        ThalwegConfig config, Archive archive, PublishedSnapshots snapshots, TrainLog log, List<String> notes) {
    /** It learns as the application did, and obeys the log's control records. */
    Student at(Range.Start start) {
        StoredSnapshot snapshot = start.snapshot();
        if (snapshot == null) {
            return Student.of(new Succession(start.offset() > 0 ? config.lane() : first(), archive));
        }
        SnapshotManifest manifest = snapshot.manifest();
        if (!manifest.fingerprint().equals(config.fingerprint())) {
            notes.add(
                    "-c is not the configuration of snapshot %s; the snapshot's own was used".formatted(manifest.id()));
        }
        return Student.of(Succession.ofSnapshot(snapshot, archive));
    }

    private LaneSettings first() {
        String begun =
                Opening.configuration(log, snapshots).orElse(config.lane().configuration());
        LaneSettings settings = archive.settings(begun);
        if (!settings.fingerprint().equals(config.fingerprint())) {
            notes.add("-c is not the configuration that the log was begun with; the log's own was used");
        }
        return settings;
    }
}
