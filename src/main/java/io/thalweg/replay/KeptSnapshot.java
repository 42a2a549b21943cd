package io.thalweg.replay;

import io.thalweg.publish.Outputs;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds one snapshot in memory. */
public final class KeptSnapshot implements Outputs {
    private final List<byte[]> chunks = new ArrayList<>();
    private @Nullable SnapshotManifest manifest;

    @Override
    public void chunk(SnapshotChunk chunk) {
        chunks.add(chunk.bytes());
    }

    @Override
    public void manifest(SnapshotManifest last) {
        manifest = last;
    }

    /** The snapshot that was taken. */
    public StoredSnapshot snapshot() {
        if (manifest == null) {
            throw new IllegalStateException("no snapshot was taken");
        }
        return new StoredSnapshot(manifest, List.copyOf(chunks));
    }
}
