package io.thalweg.app.replay;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.Archive;
import io.thalweg.lane.LaneSettings;
import io.thalweg.lane.Succession;
import io.thalweg.publish.SnapshotChain;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.SnapshotManifest.Cause;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.replay.PublishedSnapshots;
import io.thalweg.replay.Range;
import io.thalweg.replay.Student;
import java.util.List;

/**
 * The model that an application had where a replay begins, configured as it was then.
 *
 * @param config what the application is said to be configured with
 * @param notes told where that was something else
 */
record OriginalModel(ThalwegConfig config, Archive archive, PublishedSnapshots snapshots, List<String> notes) {
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

    /** What the log was begun with, if its first snapshot still says so. */
    private LaneSettings first() {
        return snapshots.manifests().stream()
                .filter(manifest -> manifest.proof().previous().equals(SnapshotChain.NOTHING)
                        && manifest.extent().firstOffset() == 0
                        && manifest.cause() != Cause.COPIED
                        && !manifest.fingerprint().equals(config.fingerprint()))
                .findFirst()
                .map(this::settings)
                .orElse(config.lane());
    }

    private LaneSettings settings(SnapshotManifest manifest) {
        notes.add(("-c is not the configuration that the log was begun with; that of its first snapshot, %s, was used")
                .formatted(manifest.id()));
        return archive.settings(manifest.configuration());
    }
}
