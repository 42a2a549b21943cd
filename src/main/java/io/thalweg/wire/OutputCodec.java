package io.thalweg.wire;

import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.task.Task;
import java.util.List;

/**
 * What leaves the process, as bytes, and back. One owner thread. Schemas are registered as {@code <topic>-<record
 * name>}, each at its first use or all by {@link #register}.
 */
public final class OutputCodec {
    /** Names of the output topics. */
    public record Topics(String predictions, String metrics, String snapshots, String quarantine) {}

    private final Registry registry;
    private final Topics topics;
    private final List<Task> tasks;

    public OutputCodec(Registry registry, Topics topics, List<Task> tasks) {
        this.registry = registry;
        this.topics = topics;
        this.tasks = List.copyOf(tasks);
    }

    /** Registers all schemas now, so that a refusal is told at the start. */
    public void register() {}

    public byte[] prediction(Prediction prediction) {
        throw new UnsupportedOperationException("under construction " + registry + topics + tasks + prediction);
    }

    public byte[] metrics(TaskMetrics metrics) {
        throw new UnsupportedOperationException("under construction " + metrics);
    }

    public byte[] chunk(SnapshotChunk chunk) {
        throw new UnsupportedOperationException("under construction " + chunk);
    }

    public byte[] manifest(SnapshotManifest manifest) {
        throw new UnsupportedOperationException("under construction " + manifest);
    }

    public byte[] quarantined(Quarantined event) {
        throw new UnsupportedOperationException("under construction " + event);
    }

    /** Key of a chunk on the snapshots topic. */
    public byte[] key(SnapshotChunk chunk) {
        throw new UnsupportedOperationException("under construction " + chunk);
    }

    /** Key of a manifest on the snapshots topic. */
    public byte[] key(SnapshotManifest manifest) {
        throw new UnsupportedOperationException("under construction " + manifest);
    }

    /** The reader's side; each throws {@link WireException} for bytes that are no such record. */
    public Prediction readPrediction(byte[] bytes) {
        throw new UnsupportedOperationException("under construction " + bytes.length);
    }

    public TaskMetrics readMetrics(byte[] bytes) {
        throw new UnsupportedOperationException("under construction " + bytes.length);
    }

    public SnapshotChunk readChunk(byte[] bytes) {
        throw new UnsupportedOperationException("under construction " + bytes.length);
    }

    public SnapshotManifest readManifest(byte[] bytes) {
        throw new UnsupportedOperationException("under construction " + bytes.length);
    }

    public Quarantined readQuarantined(byte[] bytes) {
        throw new UnsupportedOperationException("under construction " + bytes.length);
    }
}
