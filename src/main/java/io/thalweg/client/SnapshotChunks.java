package io.thalweg.client;

import io.thalweg.client.SnapshotTopic.Found;
import io.thalweg.publish.BrokenSnapshotException;
import io.thalweg.publish.SnapshotAssembly;
import io.thalweg.publish.SnapshotBytes;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
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

    private static final Deleted NOTHING_DELETED = new Deleted(-1, "");

    private final SnapshotTopic topic;
    private final SnapshotReader reader;
    private Deleted deleted = NOTHING_DELETED; // as of the latest reading that missed something

    SnapshotChunks(SnapshotTopic topic, SnapshotReader reader) {
        this.topic = topic;
        this.reader = reader;
    }

    /**
     * A snapshot, whole.
     *
     * @throws BrokenSnapshotException if it is not
     */
    StoredSnapshot load(Found one) throws BrokenSnapshotException {
        SnapshotAssembly assembly =
                gather(List.of(one), SnapshotAssembly::holding).get(0);
        String complaint = bytes(one, assembly).complaint().orElse(null);
        if (complaint != null) {
            throw new BrokenSnapshotException(complaint);
        }
        return assembly.snapshot();
    }

    /** What became of the chunks of each of {@code some}; they are digested as they come, and not held. */
    Map<Found, SnapshotBytes> judge(List<Found> some) {
        List<SnapshotAssembly> assemblies = gather(some, SnapshotAssembly::digesting);
        Map<Found, SnapshotBytes> judged = new LinkedHashMap<>();
        for (int i = 0; i < some.size(); i++) {
            judged.put(some.get(i), bytes(some.get(i), assemblies.get(i)));
        }
        return judged;
    }

    private SnapshotBytes bytes(Found one, SnapshotAssembly assembly) {
        if (assembly.isWhole()) {
            return SnapshotBytes.WHOLE;
        }
        return isForgotten(one, assembly)
                ? new SnapshotBytes.Forgotten(
                        "its chunks were deleted by the retention of %s; raise retention.ms or export snapshots in time"
                                .formatted(topic.name()))
                : new SnapshotBytes.Broken(assembly.complaint().orElse("it cannot be read"));
    }

    private boolean isForgotten(Found one, SnapshotAssembly assembly) {
        long later = deleted.until - one.logged().timestamp();
        if (assembly.hasRun() || later > LONGEST_TRANSACTION_MILLIS) {
            return later > LONGEST_TRANSACTION_MILLIS; // a run would be another snapshot's
        }
        return deleted.first.equals(one.manifest().id()) ? assembly.isTail() : later >= 0;
    }

    /**
     * What retention has taken from the start of the chunks.
     *
     * @param until when the first chunk that is left was taken, after all those that are not; -1 if none was deleted
     * @param first whose that chunk is
     */
    private record Deleted(long until, String first) {}

    private Deleted deleted() {
        if (topic.beginning(SnapshotTopic.CHUNKS) == 0) {
            return NOTHING_DELETED;
        }
        List<Deleted> first = new ArrayList<>();
        topic.read(SnapshotTopic.CHUNKS, 0, logged -> {
            first.add(new Deleted(logged.timestamp(), id(logged)));
            return false;
        });
        return first.isEmpty() ? new Deleted(Long.MAX_VALUE, "") : first.get(0);
    }

    /** Reads where they should be; and everything, for those that are not there and were not deleted either. */
    private List<SnapshotAssembly> gather(List<Found> some, Function<SnapshotManifest, SnapshotAssembly> kind) {
        LongSummaryStatistics taken =
                some.stream().mapToLong(one -> one.logged().timestamp()).summaryStatistics();
        List<SnapshotAssembly> near =
                some.stream().map(one -> kind.apply(one.manifest())).toList();
        read(near, taken.getMin() - LONGEST_TRANSACTION_MILLIS, taken.getMax() + LONGEST_TRANSACTION_MILLIS);
        if (near.stream().allMatch(SnapshotAssembly::isWhole)) {
            return near;
        }
        deleted = deleted();
        List<SnapshotAssembly> anywhere = new ArrayList<>();
        List<SnapshotAssembly> again = new ArrayList<>();
        for (int i = 0; i < near.size(); i++) {
            SnapshotAssembly assembly = near.get(i);
            if (!assembly.isWhole() && !isForgotten(some.get(i), assembly)) {
                assembly = kind.apply(assembly.manifest());
                again.add(assembly);
            }
            anywhere.add(assembly);
        }
        read(again, 0, Long.MAX_VALUE);
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
