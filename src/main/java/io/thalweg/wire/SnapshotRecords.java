package io.thalweg.wire;

import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Snapshots between the domain and the wire, and their keys. */
final class SnapshotRecords {
    private SnapshotRecords() {}

    /** The key of one record of a version's snapshot, so that compaction keeps each of them once. */
    static byte[] key(long version, String part) {
        return (version + "/" + part).getBytes(StandardCharsets.UTF_8);
    }

    static io.thalweg.wire.avro.SnapshotChunk toWire(SnapshotChunk chunk) {
        return new io.thalweg.wire.avro.SnapshotChunk(chunk.version(), chunk.index(), ByteBuffer.wrap(chunk.bytes()));
    }

    static SnapshotChunk toDomain(io.thalweg.wire.avro.SnapshotChunk chunk) {
        return new SnapshotChunk(chunk.getVersion(), chunk.getIndex(), Subject.bytes(chunk.getBytes()));
    }

    static io.thalweg.wire.avro.SnapshotManifest toWire(SnapshotManifest manifest) {
        return io.thalweg.wire.avro.SnapshotManifest.newBuilder()
                .setVersion(manifest.version())
                .setFirstOffset(manifest.firstOffset())
                .setNextOffset(manifest.nextOffset())
                .setExamples(manifest.examples())
                .setChunks(manifest.chunks())
                .setBytes(manifest.bytes())
                .setSha256(manifest.sha256())
                .setChain(manifest.chain())
                .setParametersSha256(manifest.parametersSha256())
                .setLayout(manifest.layout())
                .setConfiguration(manifest.configuration())
                .setFeatures(manifest.features())
                .setPlatform(manifest.platform())
                .setMetrics(
                        manifest.metrics().stream().map(MetricsRecords::toWire).toList())
                .build();
    }

    static SnapshotManifest toDomain(io.thalweg.wire.avro.SnapshotManifest manifest) {
        return new SnapshotManifest(
                manifest.getVersion(),
                manifest.getFirstOffset(),
                manifest.getNextOffset(),
                manifest.getExamples(),
                manifest.getChunks(),
                manifest.getBytes(),
                manifest.getSha256(),
                manifest.getChain(),
                manifest.getParametersSha256(),
                manifest.getLayout(),
                manifest.getConfiguration(),
                List.copyOf(manifest.getFeatures()),
                manifest.getPlatform(),
                manifest.getMetrics().stream().map(MetricsRecords::toDomain).toList());
    }
}
