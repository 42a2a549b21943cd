package io.thalweg.wire;

import io.thalweg.ingest.Source;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.wire.avro.QuarantinedEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What leaves the process, as bytes, and back; reading throws {@link WireException} for bytes that are no such record.
 * Schemas are registered as {@code <topic>-<record name>}, each when it is first written or all by {@link #register}.
 * One owner thread.
 */
public final class OutputCodec {
    private static final int LONGEST_DETAIL = 2_000;

    /** Names of the output topics. */
    public record Topics(String predictions, String metrics, String snapshots, String quarantine) {}

    private final PredictionBytes predictions;
    private final List<Subject<?>> subjects;
    private final Subject<io.thalweg.wire.avro.TaskMetrics> metrics;
    private final Subject<io.thalweg.wire.avro.SnapshotChunk> chunks;
    private final Subject<io.thalweg.wire.avro.SnapshotManifest> manifests;
    private final Subject<QuarantinedEvent> quarantined;

    public OutputCodec(Registry registry, Topics topics) {
        var prediction = new Subject<io.thalweg.wire.avro.Prediction>(
                registry, topics.predictions(), io.thalweg.wire.avro.Prediction.getClassSchema());
        predictions = new PredictionBytes(prediction);
        metrics = new Subject<>(registry, topics.metrics(), io.thalweg.wire.avro.TaskMetrics.getClassSchema());
        chunks = new Subject<>(registry, topics.snapshots(), io.thalweg.wire.avro.SnapshotChunk.getClassSchema());
        manifests = new Subject<>(registry, topics.snapshots(), io.thalweg.wire.avro.SnapshotManifest.getClassSchema());
        quarantined = new Subject<>(registry, topics.quarantine(), QuarantinedEvent.getClassSchema());
        subjects = List.of(prediction, metrics, chunks, manifests, quarantined);
    }

    /** Registers all schemas now, so that a refusal is told at the start. */
    public void register() {
        subjects.forEach(Subject::id);
    }

    public byte[] prediction(Prediction prediction) {
        return predictions.write(prediction);
    }

    public byte[] metrics(TaskMetrics taskMetrics) {
        return metrics.write(MetricsRecords.toWire(taskMetrics));
    }

    public byte[] chunk(SnapshotChunk chunk) {
        return chunks.write(SnapshotRecords.toWire(chunk));
    }

    public byte[] manifest(SnapshotManifest manifest) {
        return manifests.write(SnapshotRecords.toWire(manifest));
    }

    public byte[] quarantined(Quarantined event) {
        String detail = event.detail();
        return quarantined.write(QuarantinedEvent.newBuilder()
                .setTopic(event.source().topic())
                .setPartition(event.source().partition())
                .setOffset(event.source().offset())
                .setTimestamp(Instant.ofEpochMilli(event.timestamp()))
                .setReason(event.reason())
                .setDetail(detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + " ...")
                .setKey(buffer(event.key()))
                .setValue(buffer(event.value()))
                .build());
    }

    /** Key of a chunk on the snapshots topic, in text: id and index. */
    public byte[] key(SnapshotChunk chunk) {
        return SnapshotRecords.key(chunk.snapshot(), Integer.toString(chunk.index()));
    }

    /** Key of a manifest on the snapshots topic, in text: id and "manifest". */
    public byte[] key(SnapshotManifest manifest) {
        return SnapshotRecords.key(manifest.id(), "manifest");
    }

    public Prediction readPrediction(byte[] bytes) {
        return predictions.read(bytes);
    }

    public TaskMetrics readMetrics(byte[] bytes) {
        return MetricsRecords.toDomain(metrics.read(bytes));
    }

    public SnapshotChunk readChunk(byte[] bytes) {
        return SnapshotRecords.toDomain(chunks.read(bytes));
    }

    public SnapshotManifest readManifest(byte[] bytes) {
        return SnapshotRecords.toDomain(manifests.read(bytes));
    }

    public Quarantined readQuarantined(byte[] bytes) {
        QuarantinedEvent read = quarantined.read(bytes);
        return new Quarantined(
                new Source(read.getTopic(), read.getPartition(), read.getOffset()),
                read.getTimestamp().toEpochMilli(),
                read.getReason(),
                read.getDetail(),
                bytes(read.getKey()),
                bytes(read.getValue()));
    }

    private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        return buffer == null ? null : Subject.bytes(buffer);
    }
}
