package io.thalweg.lane;

import io.thalweg.publish.SnapshotName;
import io.thalweg.publish.StoredSnapshot;

/** What control records speak of. */
public interface Archive {
    /**
     * The settings that a configuration stands for.
     *
     * @throws RuntimeException if it is none that this version of the program can read
     */
    LaneSettings settings(String configuration);

    /**
     * A snapshot of the application's own topic.
     *
     * @throws IllegalStateException if it is not there, not whole or another one; says what to do
     */
    StoredSnapshot snapshot(SnapshotName name);
}
