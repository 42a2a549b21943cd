package io.thalweg.stream;

import io.thalweg.client.ClientSettings;
import io.thalweg.client.SnapshotTopic;
import io.thalweg.client.SnapshotTopic.Found;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.publish.SnapshotBytes;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotLink;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.SnapshotName;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.wire.OutputCodec;
import io.thalweg.wire.Registry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots topic of a configured application, for those who are no part of it. Reads without a group and disturbs
 * nobody. Everything throws {@link StreamException} when topic, broker or registry cannot do it. One owner thread.
 */
public final class SnapshotStore implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SnapshotStore.class);

    private final ThalwegConfig config;
    private final ClientSettings settings;
    private final Registry registry;
    private final SnapshotTopic topic;

    private SnapshotStore(ThalwegConfig config) {
        this.config = config;
        settings = new ClientSettings(config.app(), config.kafka());
        registry = new Registry(config.registry(), state -> log.warn("{}", state));
        topic = new SnapshotTopic(
                config.topics().snapshots(), () -> new KafkaConsumer<>(settings.snapshotReader()), registry);
    }

    /** Opens the topic of {@code config}; whether it is there turns out when it is used. */
    public static SnapshotStore open(ThalwegConfig config) {
        try {
            return new SnapshotStore(config);
        } catch (RuntimeException e) {
            throw StreamException.explaining(e);
        }
    }

    /** A snapshot of which only the manifest was looked at, and when the topic took it. */
    public record Listed(SnapshotManifest manifest, Instant taken) {}

    /** What became of a snapshot's bytes, and what it comes after. */
    public record Verified(SnapshotManifest manifest, SnapshotBytes bytes, SnapshotLink link) {
        /** Whether what is there of its bytes and of its predecessor is what should be. */
        public boolean isGood() {
            return !(bytes instanceof SnapshotBytes.Broken) && link.kind() != SnapshotLink.Kind.MISSING;
        }
    }

    /** All snapshots, oldest first. */
    public List<Listed> list() {
        return explained(Role.reader(config), () -> {
            requireTopic();
            return topic.found().stream()
                    .map(found -> new Listed(
                            found.manifest(),
                            Instant.ofEpochMilli(found.logged().timestamp())))
                    .toList();
        });
    }

    /** A snapshot, whole: the one with this id and this chain. */
    public StoredSnapshot load(SnapshotName name) {
        return explained(Role.reader(config), () -> {
            requireTopic();
            return topic.loadLabelled(name);
        });
    }

    /** Digests again the chunks of each snapshot that is {@code wanted}; answers in the order of the topic. */
    public List<Verified> verify(Predicate<SnapshotManifest> wanted) {
        return explained(Role.reader(config), () -> {
            requireTopic();
            List<Found> all = topic.found();
            List<SnapshotLink> links = SnapshotLink.of(
                    all.stream().map(Found::manifest).toList(), topic.beginning(SnapshotTopic.MANIFESTS));
            List<Found> some =
                    all.stream().filter(one -> wanted.test(one.manifest())).toList();
            Map<Found, SnapshotBytes> judged = topic.judge(some);
            List<Verified> verified = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                SnapshotBytes bytes = judged.get(all.get(i));
                if (bytes != null) {
                    verified.add(new Verified(all.get(i).manifest(), bytes, links.get(i)));
                }
            }
            return verified;
        });
    }

    /**
     * Puts a snapshot from elsewhere on the topic, all of it or nothing, and creates the topic if it must; a snapshot
     * of the same chain that is there already, and whole, is left as it is.
     *
     * @return what it is called here
     */
    public SnapshotName copy(StoredSnapshot snapshot) {
        return explained(Role.operator(config), () -> {
            makeTopic();
            SnapshotManifest copied = snapshot.manifest().copied();
            try (var producer = new KafkaProducer<byte[], byte[]>(settings.snapshotWriter(copied.id()))) {
                producer.initTransactions(); // ends what another one of this name has begun, living or dead
                SnapshotName present = present(copied.proof().chain()).orElse(null);
                return present == null ? send(producer, copied, snapshot.chunks()) : present;
            }
        });
    }

    /** The newest whole one with this chain. */
    private Optional<SnapshotName> present(String chain) {
        List<Found> same = topic.found().stream()
                .filter(one -> one.manifest().proof().chain().equals(chain))
                .toList();
        SnapshotName newest = null;
        for (Map.Entry<Found, SnapshotBytes> one : topic.judge(same).entrySet()) {
            SnapshotName name = one.getKey().manifest().name();
            Optional<String> complaint = one.getValue().complaint();
            complaint.ifPresent(why -> log.warn("a copy replaces snapshot {}: {}", name, why));
            newest = complaint.isEmpty() ? name : newest;
        }
        return Optional.ofNullable(newest);
    }

    private SnapshotName send(KafkaProducer<byte[], byte[]> producer, SnapshotManifest manifest, List<byte[]> chunks) {
        OutputCodec codec = Codecs.outputs(config, registry);
        String name = config.topics().snapshots();
        Transaction.of(producer, () -> {
            for (int i = 0; i < chunks.size(); i++) {
                SnapshotChunk chunk = new SnapshotChunk(manifest.id(), i, chunks.get(i));
                producer.send(new ProducerRecord<>(name, SnapshotTopic.CHUNKS, codec.key(chunk), codec.chunk(chunk)));
            }
            producer.send(
                    new ProducerRecord<>(name, SnapshotTopic.MANIFESTS, codec.key(manifest), codec.manifest(manifest)));
        });
        return manifest.name();
    }

    private void requireTopic() {
        try (Admin admin = Admin.create(settings.admin())) {
            String name = config.topics().snapshots();
            if (topics(admin).partitions(List.of(name)).isEmpty()) {
                throw new IllegalStateException(
                        ("there is no snapshots topic %s on %s, so '%s' has never learned there; correct app:, topics:"
                                        + " or kafka: bootstrap.servers")
                                .formatted(name, settings.bootstrap(), config.app()));
            }
            topics(admin).prepare(List.of(), List.of(TopicSpec.snapshots(name)));
        }
    }

    private void makeTopic() {
        try (Admin admin = Admin.create(settings.admin())) {
            topics(admin)
                    .prepare(
                            List.of(),
                            List.of(TopicSpec.snapshots(config.topics().snapshots())));
        }
    }

    private TopicAdmin topics(Admin admin) {
        return new TopicAdmin(admin, settings.bootstrap());
    }

    private <T> T explained(Role role, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            List<Right> ofSnapshots = role.rights().stream()
                    .filter(right ->
                            right.name().equals(topic.name()) || right.name().equals(settings.copyIds()))
                    .toList();
            throw RightsCheck.explaining(e, ofSnapshots, settings);
        }
    }

    @Override
    public void close() {
        registry.close();
    }
}
