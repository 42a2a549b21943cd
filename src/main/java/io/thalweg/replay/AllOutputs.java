package io.thalweg.replay;

import io.thalweg.batch.Batch;
import io.thalweg.learn.Countermeasure;
import io.thalweg.learn.Reassignment;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.Refused;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import java.util.List;

/** Gives the same to several, in their order. */
public record AllOutputs(List<Outputs> all) implements Outputs {
    public AllOutputs {
        all = List.copyOf(all);
    }

    @Override
    public void learned(Batch batch) {
        all.forEach(outputs -> outputs.learned(batch));
    }

    @Override
    public void prediction(Prediction prediction) {
        all.forEach(outputs -> outputs.prediction(prediction));
    }

    @Override
    public void reassignment(Reassignment move) {
        all.forEach(outputs -> outputs.reassignment(move));
    }

    @Override
    public void countermeasure(Countermeasure measure) {
        all.forEach(outputs -> outputs.countermeasure(measure));
    }

    @Override
    public void refused(Refused refused) {
        all.forEach(outputs -> outputs.refused(refused));
    }

    @Override
    public void metrics(TaskMetrics metrics) {
        all.forEach(outputs -> outputs.metrics(metrics));
    }

    @Override
    public void chunk(SnapshotChunk chunk) {
        all.forEach(outputs -> outputs.chunk(chunk));
    }

    @Override
    public void manifest(SnapshotManifest manifest) {
        all.forEach(outputs -> outputs.manifest(manifest));
    }
}
