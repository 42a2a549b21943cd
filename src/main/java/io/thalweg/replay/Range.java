package io.thalweg.replay;

import io.thalweg.publish.BrokenSnapshotException;
import io.thalweg.publish.SnapshotBytes;
import io.thalweg.publish.SnapshotCatalogue;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * From where to where a replay goes, and with which model it begins. Finds it in what is there, or says why it cannot:
 * a model is never begun at another place than the one that was meant.
 */
public final class Range {
    private static final int NOTED = 3; // snapshots that cannot be used
    private static final long CLOCKS_APART_MILLIS = 60_000; // of two brokers, at most

    private final TrainLog log;
    private final PublishedSnapshots published;
    private final List<String> notes = new ArrayList<>();

    public Range(TrainLog log, PublishedSnapshots published) {
        this.log = log;
        this.published = published;
    }

    /**
     * Where a replay begins.
     *
     * @param offset the first record to learn
     * @param snapshot the model to begin with, or null for a fresh one
     * @param words the same for people
     */
    public record Start(long offset, @Nullable StoredSnapshot snapshot, String words) {}

    /** What the user should know of how the range was found. */
    public List<String> notes() {
        return notes;
    }

    /**
     * The first offset that is not learned.
     *
     * @throws ReplayException if the place is not in the log
     */
    public long to(@Nullable Bound bound) {
        if (log.end() <= log.begin()) {
            throw new ReplayException(
                    "%s is empty (its next offset is %d): there is nothing to replay", log.name(), log.end());
        }
        if (bound == null) {
            return log.end();
        }
        long to = place(bound);
        if (bound instanceof Bound.Time time && to == log.end()) {
            notes.add("no event of the log is at or after %s: it is replayed to its end".formatted(time.time()));
        }
        if (to > log.end()) {
            throw new ReplayException(
                    "%s ends at offset %d, so there is no model as of %d%s",
                    log.name(),
                    log.end(),
                    to,
                    bound instanceof Bound.Snapshot ? "; was the topic made anew since that snapshot?" : "");
        }
        return to;
    }

    /**
     * Where to begin, so that the model at {@code to} is the one that was meant.
     *
     * @throws ReplayException if the log or the snapshot that it takes is gone
     */
    public Start from(Bound bound, long to) {
        return requireBefore(to, bound instanceof Bound.Beginning ? beginning() : at(bound, to));
    }

    /**
     * The nearest snapshot at or before {@code to} that is whole, or else the beginning: for those who want the model
     * and not the way to it.
     *
     * @throws ReplayException if there is none, and the log's beginning is gone
     */
    public Start nearest(long to) {
        return requireBefore(to, nearestWhole(to));
    }

    private static Start requireBefore(long to, Start start) {
        if (start.offset() > to) {
            throw new ReplayException(
                    "nothing lies between offset %d, where the replay is to begin, and %d, where it is to end",
                    start.offset(), to);
        }
        return start;
    }

    private long place(Bound bound) {
        if (bound instanceof Bound.Offset offset) {
            return offset.offset();
        }
        if (bound instanceof Bound.Time time) {
            return log.firstAt(time.time());
        }
        return bound instanceof Bound.Snapshot snapshot ? Snapshot.nextOffset(find(snapshot.id())) : 0;
    }

    /** A snapshot whose offset is a place in the log. */
    private SnapshotManifest find(String reference) {
        try {
            SnapshotManifest found = new SnapshotCatalogue(published.manifests()).find(reference);
            if (!Snapshot.isMadeByLog(found)) {
                throw new ReplayException(
                        "snapshot %s was not made over %s (cause %s), so it has no place in it",
                        found.name(), log.name(), found.cause());
            }
            requireSameLog();
            return found;
        } catch (NoSuchElementException e) {
            throw new ReplayException("%s", String.valueOf(e.getMessage()));
        }
    }

    /** Every snapshot comes after the records that it has seen. */
    private void requireSameLog() {
        long furthest = Snapshot.modelsOfLog(published.manifests()).stream()
                .mapToLong(Snapshot::nextOffset)
                .max()
                .orElse(0);
        if (furthest > log.end()) {
            throw new ReplayException(
                    "%s ends at offset %d, but a snapshot has seen offset %d: the log was made anew, and the snapshots are"
                            + " not of it; replay it with --from beginning",
                    log.name(), log.end(), furthest - 1);
        }
    }

    private Start at(Bound bound, long to) {
        long offset = place(bound);
        if (bound instanceof Bound.Snapshot snapshot) {
            requireRecords(offset, to, "snapshot " + snapshot.id());
            return begin(snapshot.id());
        }
        if (offset < log.begin()) {
            throw new ReplayException(
                    "%s begins at offset %d, what came before was deleted by retention; %s",
                    log.name(), log.begin(), advice());
        }
        if (bound instanceof Bound.Time && log.begin() > 0 && offset == log.begin()) {
            notes.add("the log begins at offset %d; earlier events, of that time too, may have been deleted"
                    .formatted(log.begin()));
        }
        return new Start(offset, null, "a fresh model at offset " + offset);
    }

    private Start beginning() {
        if (log.begin() > 0) {
            throw new ReplayException(
                    "the model from the beginning cannot be had: %s begins at offset %d, what came before was deleted"
                            + " by retention; %s",
                    log.name(), log.begin(), advice());
        }
        return new Start(0, null, "a fresh model at the beginning of the log");
    }

    private String advice() {
        List<SnapshotManifest> reaching = Snapshot.modelsOfLog(published.manifests()).stream()
                .filter(manifest -> Snapshot.nextOffset(manifest) >= log.begin())
                .sorted(Comparator.comparingLong(Snapshot::nextOffset))
                .toList();
        Map<SnapshotManifest, SnapshotBytes> judged = published.judge(reaching);
        String words = reaching.stream()
                .filter(manifest -> SnapshotBytes.WHOLE.equals(judged.get(manifest)))
                .findFirst()
                .map(manifest -> "the earliest to begin with is --from snapshot:" + manifest.id() + ", or a")
                .orElseGet(() -> none(judged));
        return "%s fresh model with --from %d".formatted(words, log.begin());
    }

    private static String none(Map<SnapshotManifest, SnapshotBytes> judged) {
        String first = judged.entrySet().stream()
                .findFirst()
                .map(one -> " that is whole (%s: %s)"
                        .formatted(one.getKey().id(), one.getValue().complaint().orElse("")))
                .orElse("");
        return "no published snapshot%s reaches into what is left; begin a".formatted(first);
    }

    /** The last record that a snapshot has seen is in the log, and was there before the snapshot. */
    private void requireSeen(SnapshotManifest manifest) {
        long last = Snapshot.nextOffset(manifest) - 1;
        if (last < log.begin()) {
            return; // nobody can tell any more
        }
        try (LogSource source = log.read(last, last + 1)) {
            LogSource.Block block = source.next(1);
            List<Entry> entries = block == null ? List.of() : block.entries();
            if (entries.isEmpty() || entries.get(0).appendTime() > published.takenAt(manifest) + CLOCKS_APART_MILLIS) {
                throw new ReplayException(
                        "snapshot %s was published before %s had its last record, that of offset %d: the log was made"
                                + " anew, and the snapshot is not of it; replay it with --from beginning",
                        manifest.id(), log.name(), last);
            }
        }
    }

    private Start begin(String id) {
        SnapshotManifest manifest = find(id);
        if (!Snapshot.isModelOfLog(manifest)) {
            notes.add(
                    "snapshot %s is the model that was replaced at offset %d; the replay goes on as if it had not been"
                            .formatted(id, Snapshot.nextOffset(manifest) - 1));
        }
        try {
            return begin(manifest);
        } catch (BrokenSnapshotException e) {
            throw new ReplayException(
                    "snapshot %s cannot be used: %s; take another one, or begin at the log's beginning",
                    id, String.valueOf(e.getMessage()));
        }
    }

    private void requireRecords(long offset, long to, String what) {
        if (offset < log.begin() && offset < to) {
            throw new ReplayException(
                    "%s needs the records from offset %d on, but %s begins at %d (retention); %s",
                    what, offset, log.name(), log.begin(), advice());
        }
    }

    private Start nearestWhole(long to) {
        requireSameLog();
        List<SnapshotManifest> before = Snapshot.modelsOfLog(published.manifests()).stream()
                .filter(manifest -> Snapshot.nextOffset(manifest) <= to)
                .filter(manifest -> Snapshot.nextOffset(manifest) >= log.begin() || Snapshot.nextOffset(manifest) == to)
                .sorted(Comparator.comparingLong(Snapshot::nextOffset).reversed())
                .toList();
        int unusable = 0;
        for (SnapshotManifest manifest : before) {
            try {
                Start start = begin(manifest);
                noteMore(unusable);
                return start;
            } catch (BrokenSnapshotException e) {
                if (unusable++ < NOTED) {
                    notes.add("snapshot %s cannot be used: %s".formatted(manifest.id(), e.getMessage()));
                }
            }
        }
        noteMore(unusable);
        return beginning();
    }

    private void noteMore(int unusable) {
        if (unusable > NOTED) {
            notes.add("nor can %d snapshots before it".formatted(unusable - NOTED));
        }
    }

    private Start begin(SnapshotManifest manifest) throws BrokenSnapshotException {
        requireSeen(manifest);
        return new Start(Snapshot.nextOffset(manifest), published.load(manifest), "snapshot " + manifest.id());
    }
}
