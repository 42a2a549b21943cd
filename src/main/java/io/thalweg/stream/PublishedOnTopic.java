package io.thalweg.stream;

import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.replay.BrokenSnapshotException;
import io.thalweg.replay.PublishedSnapshots;
import java.util.List;

/**
 * What a snapshots topic had when it was first looked at.
 *
 * @param manifests oldest first
 */
record PublishedOnTopic(SnapshotTopic topic, List<SnapshotManifest> manifests) implements PublishedSnapshots {
    @Override
    public StoredSnapshot load(SnapshotManifest manifest) throws BrokenSnapshotException {
        try {
            return topic.load(manifest.name());
        } catch (IllegalStateException e) {
            throw new BrokenSnapshotException(String.valueOf(e.getMessage()));
        }
    }
}
