package io.thalweg.client;

import io.thalweg.publish.BrokenSnapshotException;
import io.thalweg.publish.SnapshotBytes;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.SnapshotName;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.wire.Schemas;
import io.thalweg.wire.SnapshotReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The snapshots that an application has on its topic, read with plain read_committed consumers. */
public final class SnapshotTopic {
    /** How many there are: one of chunks, one of manifests. */
    public static final int PARTITIONS = 2;

    /** The partition of chunks. */
    public static final int CHUNKS = 0;

    /** The partition of manifests. */
    public static final int MANIFESTS = 1;

    private final String topic;
    private final Supplier<? extends Consumer<byte[], byte[]>> consumers;
    private final Schemas schemas;
    private final SnapshotChunks chunks;

    /** @param consumers asked for read_committed consumers, which are closed here */
    public SnapshotTopic(String topic, Supplier<? extends Consumer<byte[], byte[]>> consumers, Schemas schemas) {
        this.topic = topic;
        this.consumers = consumers;
        this.schemas = schemas;
        chunks = new SnapshotChunks(this, new SnapshotReader(schemas));
    }

    public String name() {
        return topic;
    }

    /** Where a record of a snapshot goes, by its key. */
    public static Optional<Set<Integer>> partition(String topic, byte[] key, byte[] value, int partitions) {
        return Optional.of(Set.of(new String(key, StandardCharsets.UTF_8).endsWith("/manifest") ? MANIFESTS : CHUNKS));
    }

    /** A manifest on the topic, and the record that it came in. */
    public record Found(SnapshotManifest manifest, ConsumerRecord<byte[], byte[]> logged) {}

    /** All manifests, oldest first; whether their chunks are whole is not looked at. */
    public List<SnapshotManifest> manifests() {
        return found().stream().map(Found::manifest).toList();
    }

    /** The same with their records. */
    public List<Found> found() {
        List<Found> found = new ArrayList<>();
        SnapshotReader reader = new SnapshotReader(schemas);
        read(MANIFESTS, 0, logged -> {
            reader.manifest(logged.value()).ifPresent(manifest -> found.add(new Found(manifest, logged)));
            return true;
        });
        return found;
    }

    /**
     * The newest snapshot with the chain of {@code name}, whole: the chain says which one it is, the id is only a
     * label, and one that was brought back goes by another.
     *
     * @throws IllegalStateException if it is not there or not whole
     */
    public StoredSnapshot load(SnapshotName name) {
        return whole(newest(name, one -> one.chain().equals(name.chain())));
    }

    /** As {@link #load}, but none that goes by another id: for who wants to know how this very one is. */
    public StoredSnapshot loadLabelled(SnapshotName name) {
        return whole(newest(name, name::equals));
    }

    private Found newest(SnapshotName name, Predicate<SnapshotName> meant) {
        List<Found> all = found();
        return all.stream()
                .filter(one -> meant.test(one.manifest().name()))
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new IllegalStateException(
                        ("snapshot %s is not on topic %s, which has %d snapshots: its retention was too short; bring the"
                                        + " snapshot back from a file with 'snapshots import FILE', and give the topic a longer"
                                        + " retention.ms")
                                .formatted(name, topic, all.size())));
    }

    private StoredSnapshot whole(Found found) {
        try {
            return load(found);
        } catch (BrokenSnapshotException e) {
            throw new IllegalStateException(
                    "snapshot %s on topic %s cannot be used: %s"
                            .formatted(found.manifest().name(), topic, e.getMessage()),
                    e);
        }
    }

    /** The snapshot that a manifest is of. */
    public StoredSnapshot load(Found found) throws BrokenSnapshotException {
        return chunks.load(found);
    }

    /** What became of the chunks of each of {@code some}; no snapshot is held for it. */
    public Map<Found, SnapshotBytes> judge(List<Found> some) {
        return chunks.judge(some);
    }

    /** The first offset of a partition that the topic has still got. */
    public long beginning(int partition) {
        try (PartitionReader records = reader(partition)) {
            return records.begin();
        }
    }

    private PartitionReader reader(int partition) {
        return new PartitionReader(consumers, new TopicPartition(topic, partition));
    }

    /**
     * Gives every committed record from a time on, or from the beginning for 0, until {@code more} says no or the end
     * is reached.
     */
    void read(int partition, long since, Predicate<ConsumerRecord<byte[], byte[]>> more) {
        try (PartitionReader records = reader(partition)) {
            long end = records.end();
            if (since == 0) {
                records.seek(records.begin());
            } else {
                records.seekTo(Instant.ofEpochMilli(since));
            }
            for (var next = records.next(end); !next.isEmpty(); next = records.next(end)) {
                for (ConsumerRecord<byte[], byte[]> logged : next) {
                    if (!more.test(logged)) {
                        return;
                    }
                }
            }
        }
    }
}
