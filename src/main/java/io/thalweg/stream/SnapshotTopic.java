package io.thalweg.stream;

import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.SnapshotName;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.wire.Registry;
import io.thalweg.wire.SnapshotReader;
import io.thalweg.wire.SnapshotReader.Taken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The snapshots that an application has on its topic, read with plain read_committed consumers. */
public final class SnapshotTopic {
    static final int PARTITIONS = 2;
    static final int CHUNKS = 0;
    static final int MANIFESTS = 1;
    /** How far a snapshot's records may be apart; they are in one transaction. */
    static final long LONGEST_TRANSACTION_MILLIS = Duration.ofMinutes(15).toMillis();

    private final String topic;
    private final Supplier<? extends Consumer<byte[], byte[]>> consumers;
    private final Registry registry;

    SnapshotTopic(String topic, Supplier<? extends Consumer<byte[], byte[]>> consumers, Registry registry) {
        this.topic = topic;
        this.consumers = consumers;
        this.registry = registry;
    }

    /** Where a record of a snapshot goes, by its key. */
    static Optional<Set<Integer>> partition(String topic, byte[] key, byte[] value, int partitions) {
        return Optional.of(Set.of(new String(key, StandardCharsets.UTF_8).endsWith("/manifest") ? MANIFESTS : CHUNKS));
    }

    /** A manifest on the topic, and the record that it came in. */
    record Found(SnapshotManifest manifest, ConsumerRecord<byte[], byte[]> logged) {}

    /** All manifests, oldest first; whether their chunks are whole is not looked at. */
    public List<SnapshotManifest> manifests() {
        return found().stream().map(Found::manifest).toList();
    }

    List<Found> found() {
        List<Found> found = new ArrayList<>();
        SnapshotReader reader = new SnapshotReader(registry, 0);
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
    StoredSnapshot loadLabelled(SnapshotName name) {
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

    /**
     * The snapshot that a manifest is of.
     *
     * @throws IllegalStateException if it is not whole
     */
    StoredSnapshot whole(Found found) {
        Taken taken = look(found);
        if (taken instanceof Taken.Whole whole) {
            return whole.snapshot();
        }
        throw new IllegalStateException("snapshot %s on topic %s cannot be used: %s"
                .formatted(
                        found.manifest().name(), topic, taken instanceof Taken.Broken broken ? broken.why() : taken));
    }

    /** Reads a snapshot's chunks, and judges them. */
    Taken look(Found manifest) {
        long time = manifest.logged().timestamp();
        Taken taken = assemble(manifest, time - LONGEST_TRANSACTION_MILLIS, time + LONGEST_TRANSACTION_MILLIS);
        return taken instanceof Taken.Broken ? assemble(manifest, 0, Long.MAX_VALUE) : taken;
    }

    /**
     * The chunks that make the snapshot whole, of all that go by its id between two times. They are a run in order, and
     * in one transaction with the manifest; but in another partition, so that they may come a little before it or
     * after.
     */
    private Taken assemble(Found manifest, long since, long until) {
        SnapshotReader reader = new SnapshotReader(registry, Long.MAX_VALUE);
        String prefix = manifest.manifest().id() + "/";
        String last = prefix + (manifest.manifest().extent().chunks() - 1);
        List<Taken> judged = new ArrayList<>();
        read(CHUNKS, Math.max(0, since), logged -> {
            String key = logged.key() == null ? "" : new String(logged.key(), StandardCharsets.UTF_8);
            if (key.startsWith(prefix)) {
                reader.take(logged.key(), logged.value());
            }
            if (key.equals(last)) {
                judged.add(
                        reader.take(manifest.logged().key(), manifest.logged().value()));
            }
            return logged.timestamp() <= until && judged.stream().noneMatch(one -> one instanceof Taken.Whole);
        });
        return judged.isEmpty()
                ? reader.take(manifest.logged().key(), manifest.logged().value())
                : judged.get(judged.size() - 1);
    }

    /** The first offset of a partition that the topic has still got. */
    long beginning(int partition) {
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
