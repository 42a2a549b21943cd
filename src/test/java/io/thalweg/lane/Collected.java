package io.thalweg.lane;

import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import java.util.ArrayList;
import java.util.List;

/** Keeps what lanes publish. */
class Collected implements Outputs {
    final List<Prediction> predictions = new ArrayList<>();
    final List<TaskMetrics> metrics = new ArrayList<>();
    final List<SnapshotChunk> chunks = new ArrayList<>();
    final List<SnapshotManifest> manifests = new ArrayList<>();

    @Override
    public void prediction(Prediction prediction) {
        predictions.add(prediction);
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
}
