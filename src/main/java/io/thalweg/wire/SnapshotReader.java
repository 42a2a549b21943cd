package io.thalweg.wire;

import io.thalweg.publish.SnapshotManifest;
import io.thalweg.wire.avro.SnapshotChunk;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the records of a snapshots topic: manifests, chunks, and whatever else may be there. One owner thread. */
public final class SnapshotReader {
    private static final String CHUNK = SnapshotChunk.getClassSchema().getFullName();
    private static final String MANIFEST =
            io.thalweg.wire.avro.SnapshotManifest.getClassSchema().getFullName();

    private final Schemas schemas;
    private final RecordReader<SnapshotChunk> chunks;
    private final RecordReader<io.thalweg.wire.avro.SnapshotManifest> manifests;
    private final Map<Integer, String> kinds = new LinkedHashMap<>();

    public SnapshotReader(Schemas schemas) {
        this.schemas = schemas;
        chunks = new RecordReader<>(schemas, SnapshotChunk.getClassSchema());
        manifests = new RecordReader<>(schemas, io.thalweg.wire.avro.SnapshotManifest.getClassSchema());
    }

    /** The manifest that a value is, if it is one. */
    public Optional<SnapshotManifest> manifest(byte @Nullable [] value) {
        return read(value, MANIFEST, framed -> SnapshotRecords.toDomain(manifests.read(framed)));
    }

    /** The chunk that a value is, if it is one. */
    public Optional<io.thalweg.publish.SnapshotChunk> chunk(byte @Nullable [] value) {
        return read(value, CHUNK, framed -> SnapshotRecords.toDomain(chunks.read(framed)));
    }

    private <T> Optional<T> read(byte @Nullable [] value, String kind, Function<byte[], T> decoder) {
        try {
            return value != null && kind(value).equals(kind) ? Optional.of(decoder.apply(value)) : Optional.empty();
        } catch (WireException e) {
            return Optional.empty();
        }
    }

    private String kind(byte[] value) {
        String complaint = Frame.complaint(value);
        if (!complaint.isEmpty()) {
            throw new WireException(complaint);
        }
        int id = Frame.id(value);
        String kind = kinds.get(id);
        if (kind == null) {
            kind = RecordReader.schemaOf(schemas, id).getFullName();
            kinds.put(id, kind);
        }
        return kind;
    }
}
