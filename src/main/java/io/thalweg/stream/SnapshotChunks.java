package io.thalweg.stream;

import io.thalweg.publish.SnapshotAssembly;
import io.thalweg.publish.SnapshotBytes;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.stream.SnapshotTopic.Found;
import io.thalweg.wire.SnapshotReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The chunks of snapshots whose manifests are known. A snapshot's records are in one transaction, but in two
 * partitions, so that its chunks may come a little before the manifest or after.
 */
final class SnapshotChunks {
    /** How far a snapshot's records may be apart. */
    private static final long LONGEST_TRANSACTION_MILLIS =
            Duration.ofMinutes(15).toMillis();

    private final SnapshotTopic topic;
    private final SnapshotReader reader;

    SnapshotChunks(SnapshotTopic topic, SnapshotReader reader) {
        this.topic = topic;
        this.reader = reader;
    }

    /**
     * A snapshot, whole.
     *
     * @throws IllegalStateException if it is not
     */
    StoredSnapshot load(Found one) {
        SnapshotAssembly assembly =
                gather(List.of(one), SnapshotAssembly::holding).get(0);
        judge(one, assembly).complaint().ifPresent(why -> {
            throw new IllegalStateException("snapshot %s on topic %s cannot be used: %s"
                    .formatted(one.manifest().name(), topic.name(), why));
        });
        return assembly.snapshot();
    }

    /** What became of the chunks of each of {@code some}; they are digested as they come, and not held. */
    Map<Found, SnapshotBytes> judge(List<Found> some) {
        List<SnapshotAssembly> assemblies = gather(some, SnapshotAssembly::digesting);
        Map<Found, SnapshotBytes> judged = new LinkedHashMap<>();
        for (int i = 0; i < some.size(); i++) {
            judged.put(some.get(i), judge(some.get(i), assemblies.get(i)));
        }
        return judged;
    }

    private SnapshotBytes judge(Found one, SnapshotAssembly assembly) {
        if (assembly.isWhole()) {
            return SnapshotBytes.WHOLE;
        }
        return isForgotten(one, assembly)
                ? new SnapshotBytes.Forgotten(
                        "its chunks were deleted by the retention of %s; raise retention.ms or export snapshots in time"
                                .formatted(topic.name()))
                : new SnapshotBytes.Broken(assembly.complaint().orElse("it cannot be read"));
    }

    /** Whether the topic's first chunk was taken after those that are not there. */
    private boolean isForgotten(Found one, SnapshotAssembly assembly) {
        if (topic.beginning(SnapshotTopic.CHUNKS) == 0) {
            return false;
        }
        List<ConsumerRecord<byte[], byte[]>> first = new ArrayList<>();
        topic.read(SnapshotTopic.CHUNKS, 0, logged -> {
            first.add(logged);
            return false;
        });
        if (first.isEmpty()) {
            return true;
        }
        long later = first.get(0).timestamp() - one.logged().timestamp();
        if (assembly.hasRun() || later > LONGEST_TRANSACTION_MILLIS) {
            return later > LONGEST_TRANSACTION_MILLIS; // a run would be another snapshot's
        }
        return id(first.get(0)).equals(one.manifest().id()) ? assembly.isTail() : later >= 0;
    }

    /** Reads where they should be, and for those that are not whole then, everything. */
    private List<SnapshotAssembly> gather(List<Found> some, Function<SnapshotManifest, SnapshotAssembly> kind) {
        LongSummaryStatistics taken =
                some.stream().mapToLong(one -> one.logged().timestamp()).summaryStatistics();
        List<SnapshotManifest> manifests = some.stream().map(Found::manifest).toList();
        List<SnapshotAssembly> near = manifests.stream().map(kind).toList();
        read(near, taken.getMin() - LONGEST_TRANSACTION_MILLIS, taken.getMax() + LONGEST_TRANSACTION_MILLIS);
        List<SnapshotAssembly> anywhere = new ArrayList<>();
        for (SnapshotAssembly assembly : near) {
            anywhere.add(assembly.isWhole() ? assembly : kind.apply(assembly.manifest()));
        }
        read(anywhere, 0, Long.MAX_VALUE);
        return anywhere;
    }

    /** Gives them what was taken between two times, until all of them are whole. */
    private void read(List<SnapshotAssembly> assemblies, long since, long until) {
        Map<String, List<SnapshotAssembly>> open = new LinkedHashMap<>();
        assemblies.stream()
                .filter(one -> !one.isWhole())
                .forEach(one -> open.computeIfAbsent(one.manifest().id(), id -> new ArrayList<>())
                        .add(one));
        if (open.isEmpty()) {
            return;
        }
        topic.read(SnapshotTopic.CHUNKS, Math.max(0, since), logged -> {
            List<SnapshotAssembly> ofId = open.getOrDefault(id(logged), List.of());
            if (!ofId.isEmpty()) {
                reader.chunk(logged.value()).ifPresent(chunk -> ofId.forEach(one -> one.take(chunk)));
                open.values().removeIf(some -> some.stream().allMatch(SnapshotAssembly::isWhole));
            }
            return logged.timestamp() <= until && !open.isEmpty();
        });
    }

    /** The snapshot's id, of a chunk's key. */
    private static String id(ConsumerRecord<byte[], byte[]> logged) {
        String key = logged.key() == null ? "" : new String(logged.key(), StandardCharsets.UTF_8);
        return key.substring(0, Math.max(0, key.lastIndexOf('/')));
    }
}
