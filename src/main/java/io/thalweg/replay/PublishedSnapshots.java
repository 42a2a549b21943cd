package io.thalweg.replay;

import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import java.util.List;

/** The snapshots that an application has published. */
public interface PublishedSnapshots {
    /** What is there, oldest first; whether their chunks are whole is not looked at. */
    List<SnapshotManifest> manifests();

    /**
     * One of them, whole and as its digests say.
     *
     * @throws BrokenSnapshotException if it is not; says what is missing or wrong
     */
    StoredSnapshot load(SnapshotManifest manifest) throws BrokenSnapshotException;

    /** When it was published, in epoch milliseconds. */
    long takenAt(SnapshotManifest manifest);
}
