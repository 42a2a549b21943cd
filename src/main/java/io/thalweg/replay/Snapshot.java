package io.thalweg.replay;

import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.SnapshotManifest.Cause;
import java.util.List;

/** What published snapshots say of the log. */
final class Snapshot {
    private Snapshot() {}

    /** Whether it is the model of the log up to its offset, and not a copy, or a model that was replaced there. */
    static boolean isModelOfLog(SnapshotManifest manifest) {
        return manifest.cause() == Cause.SCHEDULED;
    }

    /** Whether whoever learns from the log again makes it again. */
    static boolean isMadeByLog(SnapshotManifest manifest) {
        return manifest.cause() == Cause.SCHEDULED || manifest.cause() == Cause.BEFORE_SWAP;
    }

    static List<SnapshotManifest> modelsOfLog(List<SnapshotManifest> manifests) {
        return manifests.stream().filter(Snapshot::isModelOfLog).toList();
    }

    static long nextOffset(SnapshotManifest manifest) {
        return manifest.extent().nextOffset();
    }
}
