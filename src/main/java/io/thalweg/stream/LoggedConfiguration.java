package io.thalweg.stream;

import io.thalweg.client.PartitionReader;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.Evolution;
import io.thalweg.lane.LaneSettings;
import io.thalweg.lane.LogRecord;
import io.thalweg.lane.Promotion;
import io.thalweg.publish.SnapshotManifest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a train log says that its lane is configured with, found without learning from it: in the newest snapshot of the
 * lane and the control records behind it, or where there is no such snapshot, in the whole log. Events say little:
 * those of an old route process may stand behind a change. One owner thread.
 */
final class LoggedConfiguration implements AutoCloseable {
    private final TrainLogReader reader;
    private final PartitionReader records;
    private final List<SnapshotManifest> snapshots;
    private final Set<Integer> layouts = new HashSet<>(); // of the events
    private boolean isFresh = true; // nothing can have been learned yet
    private @Nullable LaneSettings settings;

    /** @param snapshots of the application, oldest first, asked for before this is made */
    LoggedConfiguration(
            TrainLogReader reader,
            Supplier<? extends Consumer<byte[], byte[]>> consumers,
            List<SnapshotManifest> snapshots) {
        this.reader = reader;
        this.snapshots = snapshots;
        records = new PartitionReader(consumers, reader.log());
    }

    /**
     * Reads what the log has.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if the broker does not say what the log has
     */
    void read() {
        long begin = records.begin();
        long end = records.end();
        records.seek(base(begin, end));
        for (var next = records.next(end); !next.isEmpty(); next = records.next(end)) {
            next.forEach(this::take);
        }
    }

    /** Reads what has come since, within a moment. */
    void readOn() {
        records.look().forEach(this::take);
    }

    /** The last thing that is known for sure, if it is of this log and nothing behind it is lost; and where it is. */
    private long base(long begin, long end) {
        Optional<SnapshotManifest> newest = snapshots.stream()
                .filter(manifest -> manifest.cause() == SnapshotManifest.Cause.SCHEDULED)
                .reduce((older, newer) -> newer)
                .filter(manifest -> manifest.extent().nextOffset() >= begin
                        && manifest.extent().nextOffset() <= end);
        isFresh = newest.isEmpty() && begin == 0;
        newest.ifPresent(manifest -> settings = ThalwegConfig.lane(manifest.configuration()));
        return newest.map(manifest -> manifest.extent().nextOffset()).orElse(begin);
    }

    private void take(ConsumerRecord<byte[], byte[]> logged) {
        LogRecord record = reader.read(logged.offset(), logged.value());
        if (record instanceof LogRecord.Event event) {
            isFresh = false;
            layouts.add(event.example().layout());
        } else if (record instanceof LogRecord.Configure configure) {
            configure(ThalwegConfig.lane(configure.configuration()));
        } else if (record instanceof LogRecord.Promote promote) {
            promote(promote);
        }
    }

    /** As the lane does it, which passes over what it cannot take up. */
    private void configure(LaneSettings next) {
        LaneSettings present = settings;
        if (present == null || isFresh || Evolution.obstacles(present, next).isEmpty()) {
            settings = next;
        }
    }

    private void promote(LogRecord.Promote promote) {
        isFresh = false;
        LaneSettings present = settings;
        snapshots.stream()
                .filter(manifest ->
                        manifest.proof().chain().equals(promote.snapshot().chain()))
                .findFirst()
                .map(manifest -> ThalwegConfig.lane(manifest.configuration()))
                .filter(next ->
                        present == null || Promotion.obstacles(present, next).isEmpty())
                .ifPresent(next -> settings = next);
    }

    /** What the lane is configured with at the end of what was read, if the log or a snapshot says it. */
    Optional<LaneSettings> settings() {
        return Optional.ofNullable(settings);
    }

    /**
     * Whether features and tasks of this layout are what the log speaks of: by its last configuration; where none is
     * known, by its events. A log that says nothing contradicts nobody.
     */
    boolean speaksOf(int layout) {
        LaneSettings known = settings;
        return known == null
                ? layouts.isEmpty() || layouts.contains(layout)
                : known.map().fingerprint() == layout;
    }

    @Override
    public void close() {
        records.close();
    }
}
