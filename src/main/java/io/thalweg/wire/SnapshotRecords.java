package io.thalweg.wire;

import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.wire.avro.SnapshotCause;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Snapshots between the domain and the wire, and their keys. */
final class SnapshotRecords {
    private SnapshotRecords() {}

    /** The key of one record of a snapshot. */
    static byte[] key(String id, String part) {
        return (id + "/" + part).getBytes(StandardCharsets.UTF_8);
    }

    static io.thalweg.wire.avro.SnapshotChunk toWire(SnapshotChunk chunk) {
        return new io.thalweg.wire.avro.SnapshotChunk(chunk.snapshot(), chunk.index(), ByteBuffer.wrap(chunk.bytes()));
    }

    static SnapshotChunk toDomain(io.thalweg.wire.avro.SnapshotChunk chunk) {
        return new SnapshotChunk(chunk.getSnapshot(), chunk.getIndex(), Subject.bytes(chunk.getBytes()));
    }

    static io.thalweg.wire.avro.SnapshotManifest toWire(SnapshotManifest manifest) {
        return io.thalweg.wire.avro.SnapshotManifest.newBuilder()
                .setId(manifest.id())
                .setCause(SnapshotCause.valueOf(manifest.cause().name()))
                .setVersion(manifest.version())
                .setFirstOffset(manifest.extent().firstOffset())
                .setNextOffset(manifest.extent().nextOffset())
                .setExamples(manifest.examples())
                .setChunks(manifest.extent().chunks())
                .setBytes(manifest.extent().bytes())
                .setSha256(manifest.proof().sha256())
                .setChain(manifest.proof().chain())
                .setPrevious(manifest.proof().previous())
                .setParametersSha256(manifest.proof().parametersSha256())
                .setLayout(manifest.layout())
                .setConfiguration(manifest.configuration())
                .setFingerprint(manifest.fingerprint())
                .setFeatures(manifest.features())
                .setPlatform(manifest.platform())
                .setMetrics(
                        manifest.metrics().stream().map(MetricsRecords::toWire).toList())
                .build();
    }

    static SnapshotManifest toDomain(io.thalweg.wire.avro.SnapshotManifest manifest) {
        return new SnapshotManifest(
                manifest.getId(),
                SnapshotManifest.Cause.valueOf(manifest.getCause().name()),
                manifest.getVersion(),
                new SnapshotManifest.Extent(
                        manifest.getFirstOffset(), manifest.getNextOffset(), manifest.getChunks(), manifest.getBytes()),
                manifest.getExamples(),
                new SnapshotManifest.Proof(
                        manifest.getSha256(),
                        manifest.getChain(),
                        manifest.getPrevious(),
                        manifest.getParametersSha256()),
                manifest.getLayout(),
                manifest.getConfiguration(),
                manifest.getFingerprint(),
                List.copyOf(manifest.getFeatures()),
                manifest.getPlatform(),
                manifest.getMetrics().stream().map(MetricsRecords::toDomain).toList());
    }
}
