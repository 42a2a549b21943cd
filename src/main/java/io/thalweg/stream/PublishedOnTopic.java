package io.thalweg.stream;

import io.thalweg.client.SnapshotTopic;
import io.thalweg.client.SnapshotTopic.Found;
import io.thalweg.publish.BrokenSnapshotException;
import io.thalweg.publish.SnapshotBytes;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.replay.PublishedSnapshots;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a snapshots topic had when it was looked at. */
record PublishedOnTopic(SnapshotTopic topic, List<Found> found) implements PublishedSnapshots {
    @Override
    public List<SnapshotManifest> manifests() {
        return found.stream().map(Found::manifest).toList();
    }

    @Override
    public StoredSnapshot load(SnapshotManifest manifest) throws BrokenSnapshotException {
        return topic.load(newest(manifest));
    }

    @Override
    public Map<SnapshotManifest, SnapshotBytes> judge(List<SnapshotManifest> some) {
        Map<SnapshotManifest, SnapshotBytes> judged = new LinkedHashMap<>();
        topic.judge(some.stream().map(this::newest).toList())
                .forEach((one, bytes) -> judged.put(one.manifest(), bytes));
        return judged;
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
