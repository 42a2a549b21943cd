package io.thalweg.replay;

import io.thalweg.lane.LogRecord;
import io.thalweg.publish.SnapshotChain;
import io.thalweg.publish.SnapshotManifest;
import java.util.Optional;

/** With which configuration a train log was begun. */
public final class Opening {
    private Opening() {}

    /**
     * The configuration that the log's first record says; in a log of an earlier version, which has no such record,
     * that of its first snapshot. Empty if there is neither, and the log changes no configuration: then the operator
     * knows.
     *
     * @throws ReplayException if the configuration was changed before anything says what it was
     */
    public static Optional<String> configuration(TrainLog log, PublishedSnapshots published) {
        Optional<SnapshotManifest> first = published.manifests().stream()
                .filter(manifest -> isFirst(manifest) && Snapshot.nextOffset(manifest) <= log.end())
                .findFirst();
        long silentUntil = first.map(Snapshot::nextOffset).orElse(log.end());
        boolean begun = false;
        try (LogSource source = log.read(log.begin(), silentUntil)) {
            for (var block = source.next(TrainLog.SCANNED); block != null; block = source.next(TrainLog.SCANNED)) {
                for (Entry entry : block.entries()) {
                    if (entry.logged() instanceof LogRecord.Configure configure) {
                        requireFirst(begun, entry.offset(), log, published);
                        return Optional.of(configure.configuration());
                    }
                    begun = true;
                }
            }
        }
        return first.map(SnapshotManifest::configuration);
    }

    private static boolean isFirst(SnapshotManifest manifest) {
        return Snapshot.isMadeByLog(manifest)
                && manifest.proof().previous().equals(SnapshotChain.NOTHING)
                && manifest.extent().firstOffset() == 0;
    }

    private static void requireFirst(boolean begun, long offset, TrainLog log, PublishedSnapshots published) {
        if (begun) {
            String advice = Snapshot.modelsOfLog(published.manifests()).stream()
                    .filter(manifest -> Snapshot.nextOffset(manifest) > offset)
                    .findFirst()
                    .map(manifest -> "begin at a snapshot: --from snapshot:" + manifest.id())
                    .orElse("there is no snapshot behind that to begin at");
            throw new ReplayException(
                    "nobody knows with which configuration %s was begun: an earlier version of the program did not write"
                            + " it down, and it was changed at offset %d, before the first snapshot; %s",
                    log.name(), offset, advice);
        }
    }
}
