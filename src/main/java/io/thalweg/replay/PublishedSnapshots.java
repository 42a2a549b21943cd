package io.thalweg.replay;

import io.thalweg.publish.BrokenSnapshotException;
import io.thalweg.publish.SnapshotBytes;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import java.util.List;
import java.util.Map;

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

    /** What became of the bytes of each of {@code some}, which are digested as they come; nothing is held. */
    Map<SnapshotManifest, SnapshotBytes> judge(List<SnapshotManifest> some);

    /** When it was published, in epoch milliseconds. */
    long takenAt(SnapshotManifest manifest);
}
