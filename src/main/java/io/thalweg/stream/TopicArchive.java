package io.thalweg.stream;

import io.thalweg.client.SnapshotTopic;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.Archive;
import io.thalweg.lane.LaneSettings;
import io.thalweg.publish.SnapshotName;
import io.thalweg.publish.StoredSnapshot;

/** What control records speak of, where the application keeps it: in themselves, and on its snapshots topic. */
record TopicArchive(SnapshotTopic snapshots) implements Archive {
    @Override
    public LaneSettings settings(String configuration) {
        return ThalwegConfig.lane(configuration);
    }

    @Override
    public StoredSnapshot snapshot(SnapshotName name) {
        return snapshots.load(name);
    }
}
