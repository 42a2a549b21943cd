package io.thalweg.replay;

import io.thalweg.publish.SnapshotManifest;
import java.util.List;

/** The published snapshots. */
public interface Shelf {
    /** What is published, in the order of publication. */
    List<SnapshotManifest> manifests();

    /**
     * The snapshot's bytes, whole and as its SHA-256 says.
     *
     * @throws BrokenSnapshotException if they are not; says what is missing or wrong
     */
    byte[] bytes(SnapshotManifest manifest) throws BrokenSnapshotException;
}
