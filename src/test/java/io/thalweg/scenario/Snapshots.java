package io.thalweg.scenario;

import io.thalweg.lane.Lane;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import java.util.ArrayList;
import java.util.List;

/** Snapshots of lanes. */
public final class Snapshots implements Outputs {
    private final List<byte[]> chunks = new ArrayList<>();
    private final List<SnapshotManifest> manifests = new ArrayList<>();

    private Snapshots() {}

    /** The lane as it is. */
    public static StoredSnapshot of(Lane lane) {
        Snapshots taken = new Snapshots();
        lane.snapshot(SnapshotManifest.Cause.LAST, taken);
        return new StoredSnapshot(taken.manifests.get(0), taken.chunks);
    }

    @Override
    public void prediction(Prediction prediction) {}

    @Override
    public void metrics(TaskMetrics metrics) {}

    @Override
    public void chunk(SnapshotChunk chunk) {
        chunks.add(chunk.bytes());
    }

    @Override
    public void manifest(SnapshotManifest manifest) {
        manifests.add(manifest);
    }
}
