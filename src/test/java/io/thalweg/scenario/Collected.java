package io.thalweg.scenario;

import io.thalweg.lane.Lane;
import io.thalweg.learn.Countermeasure;
import io.thalweg.learn.Reassignment;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.Refused;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import java.util.ArrayList;
import java.util.List;

/** Keeps what lanes publish. */
public final class Collected implements Outputs {
    private final List<Prediction> predictions = new ArrayList<>();
    private final List<Reassignment> reassignments = new ArrayList<>();
    private final List<Countermeasure> countermeasures = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private final List<TaskMetrics> metrics = new ArrayList<>();
    private final List<SnapshotChunk> chunks = new ArrayList<>();
    private final List<SnapshotManifest> manifests = new ArrayList<>();

    @Override
    public void prediction(Prediction prediction) {
        predictions.add(prediction);
    }

    @Override
    public void reassignment(Reassignment move) {
        reassignments.add(move);
    }

    @Override
    public void countermeasure(Countermeasure measure) {
        countermeasures.add(measure);
    }

    @Override
    public void refused(Refused one) {
        refused.add(one);
    }

    @Override
    public void metrics(TaskMetrics one) {
        metrics.add(one);
    }

    @Override
    public void chunk(SnapshotChunk chunk) {
        chunks.add(chunk);
    }

    @Override
    public void manifest(SnapshotManifest manifest) {
        manifests.add(manifest);
    }

    public List<Prediction> predictions() {
        return predictions;
    }

    public List<Reassignment> reassignments() {
        return reassignments;
    }

    public List<Countermeasure> countermeasures() {
        return countermeasures;
    }

    public List<Refused> refused() {
        return refused;
    }

    public List<TaskMetrics> metrics() {
        return metrics;
    }

    public List<SnapshotChunk> chunks() {
        return chunks;
    }

    public List<SnapshotManifest> manifests() {
        return manifests;
    }

    /** The lane as it is. */
    public static StoredSnapshot snapshot(Lane lane) {
        Collected taken = new Collected();
        lane.snapshot(SnapshotManifest.Cause.LAST, taken);
        return taken.snapshots().get(0);
    }

    /** All snapshots, with their chunks. */
    public List<StoredSnapshot> snapshots() {
        return manifests.stream()
                .map(manifest -> new StoredSnapshot(
                        manifest,
                        chunks.stream()
                                .filter(chunk -> chunk.snapshot().equals(manifest.id()))
                                .map(SnapshotChunk::bytes)
                                .toList()))
                .toList();
    }
}
