package io.thalweg.wire;

import io.thalweg.publish.SnapshotManifest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Assembles snapshots from the records of the snapshots topic, and believes none that is not whole. One owner thread.
 */
public final class SnapshotReader {
    /** What one record of the topic brought. */
    public sealed interface Taken {
        /** Nothing to say yet: a chunk, a tombstone, or a record that is none of ours. */
        record Nothing() implements Taken {}

        /** A snapshot whose bytes are all there and agree with its SHA-256. */
        record Whole(SnapshotManifest manifest, List<byte[]> chunks) implements Taken {}

        /** A manifest whose snapshot cannot be believed, and what is missing or wrong. */
        record Broken(SnapshotManifest manifest, String why) implements Taken {}
    }

    private final Registry registry;
    private final long budget;

    /** @param budget most bytes of chunks to hold while waiting for their manifest; the oldest version goes first */
    public SnapshotReader(Registry registry, long budget) {
        this.registry = registry;
        this.budget = budget;
    }

    /** Takes the next record, in offset order. */
    public Taken take(byte @Nullable [] key, byte @Nullable [] value) {
        throw new UnsupportedOperationException("under construction " + registry + budget);
    }
}
