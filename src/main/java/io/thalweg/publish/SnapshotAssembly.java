package io.thalweg.publish;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the run of chunks that a manifest was made for, among all that go by its id, and believes no other. A run is
 * the chunks from 0 on in order; other snapshots of the same id, and parts of some, may stand before it and after.
 */
public final class SnapshotAssembly {
    private static final int LISTED = 5;

    private final SnapshotManifest manifest;
    private final boolean holds;
    private final List<byte[]> held = new ArrayList<>();
    private final BitSet seen = new BitSet(); // indexes of the latest run
    private SnapshotCheck check;
    private @Nullable String complaint; // of the latest run that had all its chunks
    private boolean isWhole;

    private SnapshotAssembly(SnapshotManifest manifest, boolean holds) {
        this.manifest = manifest;
        this.holds = holds;
        check = new SnapshotCheck(manifest);
        judge(); // one of no bytes is whole
    }

    /** Holds the bytes, for those who want the snapshot. */
    public static SnapshotAssembly holding(SnapshotManifest manifest) {
        return new SnapshotAssembly(manifest, true);
    }

    /** Digests the bytes and holds none of them, for those who want to know whether they are there. */
    public static SnapshotAssembly digesting(SnapshotManifest manifest) {
        return new SnapshotAssembly(manifest, false);
    }

    public SnapshotManifest manifest() {
        return manifest;
    }

    /** The next chunk in the topic's order that goes by the snapshot's id. */
    public void take(SnapshotChunk chunk) {
        int index = chunk.index();
        if (isWhole || index < 0 || index >= manifest.extent().chunks()) {
            return; // left over from a longer one of the same id
        }
        if (index == 0) {
            begin();
        }
        seen.set(index);
        if (index == check.chunks()) {
            check.take(chunk.bytes());
            if (holds) {
                held.add(chunk.bytes());
            }
            judge();
        }
    }

    private void begin() {
        check = new SnapshotCheck(manifest);
        seen.clear();
        held.clear();
    }

    private void judge() {
        if (check.chunks() == manifest.extent().chunks()) {
            complaint = check.complaint().orElse(null);
            isWhole = complaint == null;
        }
    }

    /** Whether the bytes are those that the manifest was made for. */
    public boolean isWhole() {
        return isWhole;
    }

    /** Whether there was a run with all its chunks, be it another snapshot's. */
    public boolean hasRun() {
        return isWhole || complaint != null;
    }

    /** Whether the latest run has lost its beginning and nothing else. */
    public boolean isTail() {
        int first = seen.nextSetBit(0);
        return first > 0 && seen.nextClearBit(first) == manifest.extent().chunks();
    }

    /** What is wrong, or nothing. */
    public Optional<String> complaint() {
        if (isWhole) {
            return Optional.empty();
        }
        return Optional.of(complaint == null ? missing() : complaint);
    }

    private String missing() {
        int count = manifest.extent().chunks();
        List<Integer> first = new ArrayList<>();
        for (int i = seen.nextClearBit(0); i < count && first.size() < LISTED; i = seen.nextClearBit(i + 1)) {
            first.add(i);
        }
        return first.isEmpty()
                ? "its %d chunks do not stand in order".formatted(count)
                : "chunks %s of %d are missing".formatted(first, count);
    }

    /** The snapshot, of one that is whole and held. */
    public StoredSnapshot snapshot() {
        if (!isWhole || !holds) {
            throw new IllegalStateException("snapshot %s was not put together".formatted(manifest.name()));
        }
        return new StoredSnapshot(manifest, List.copyOf(held));
    }
}
