package io.thalweg.scenario;

import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import java.util.List;

/** Keeps the bytes of chunks. */
record Chunks(List<byte[]> bytes) implements Outputs {
    @Override
    public void prediction(Prediction prediction) {}

    @Override
    public void metrics(TaskMetrics metrics) {}

    @Override
    public void chunk(SnapshotChunk chunk) {
        bytes.add(chunk.bytes());
    }

    @Override
    public void manifest(SnapshotManifest manifest) {}
}
