package io.thalweg.scenario;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.Archive;
import io.thalweg.lane.LaneSettings;
import io.thalweg.publish.SnapshotName;
import io.thalweg.publish.StoredSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What control records speak of, in memory: snapshots, and settings that need not stand for a real configuration. */
public final class Shelf implements Archive {
    private final Map<String, LaneSettings> settings = new LinkedHashMap<>();
    private final Map<SnapshotName, StoredSnapshot> snapshots = new LinkedHashMap<>();

    public Shelf put(LaneSettings known) {
        settings.put(known.configuration(), known);
        return this;
    }

    public SnapshotName put(StoredSnapshot snapshot) {
        snapshots.put(snapshot.manifest().name(), snapshot);
        return snapshot.manifest().name();
    }

    @Override
    public LaneSettings settings(String configuration) {
        LaneSettings known = settings.get(configuration);
        return known == null ? ThalwegConfig.lane(configuration) : known;
    }

    @Override
    public StoredSnapshot snapshot(SnapshotName name) {
        @Nullable StoredSnapshot found = snapshots.get(name);
        if (found == null) {
            throw new IllegalStateException("snapshot " + name + " is not there");
        }
        return found;
    }
}
