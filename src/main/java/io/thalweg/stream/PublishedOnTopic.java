package io.thalweg.stream;

import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.replay.BrokenSnapshotException;
import io.thalweg.replay.PublishedSnapshots;
import io.thalweg.stream.SnapshotTopic.Found;
import java.util.List;

/** What a snapshots topic had when it was looked at. */
record PublishedOnTopic(SnapshotTopic topic, List<Found> found) implements PublishedSnapshots {
    @Override
    public List<SnapshotManifest> manifests() {
        return found.stream().map(Found::manifest).toList();
    }

    @Override
    public StoredSnapshot load(SnapshotManifest manifest) throws BrokenSnapshotException {
        try {
            return topic.whole(newest(manifest));
        } catch (IllegalStateException e) {
            throw new BrokenSnapshotException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public long takenAt(SnapshotManifest manifest) {
        return newest(manifest).logged().timestamp();
    }

    private Found newest(SnapshotManifest manifest) {
        return found.stream()
                .filter(one -> one.manifest().equals(manifest))
                .reduce((older, newer) -> newer)
                .orElseThrow();
    }
}
