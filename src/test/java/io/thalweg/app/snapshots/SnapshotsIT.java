package io.thalweg.app.snapshots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.app.CommandLineScene;
import io.thalweg.app.console.EmbeddedParts;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.Lane;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.SnapshotName;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.scenario.Collected;
import io.thalweg.stream.Codecs;
import io.thalweg.stream.SnapshotStore;
import io.thalweg.stream.StreamException;
import io.thalweg.wire.OutputCodec;
import io.thalweg.wire.Registry;
import io.thalweg.wire.SnapshotFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots on a real topic, and the commands that look at them. */
class SnapshotsIT {
    @TempDir
    static Path directory;

    private static EmbeddedParts parts;

    private CommandLineScene scene;

    @BeforeAll
    static void start() {
        parts = EmbeddedParts.start(directory.resolve("parts"));
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    @BeforeEach
    void begin() {
        scene = new CommandLineScene(directory);
    }

    private static String yaml(String app, int seed) {
        return CommandLineScene.CONFIG.replace("app: visits", "app: " + app)
                + "duplicates: { window: 100 }\n"
                + "seed: %d%nkafka: { bootstrap.servers: \"%s\" }%nregistry: { url: \"%s\" }%n"
                        .formatted(seed, parts.bootstrapServers(), parts.registryUrl());
    }

    private static ThalwegConfig config(String app, int seed) {
        return ThalwegConfig.parse(yaml(app, seed), app, Map.of());
    }

    /** The snapshot of a model that has learned nothing yet. */
    private static StoredSnapshot snapshot(ThalwegConfig config) {
        return Collected.snapshot(new Lane(config.lane()));
    }

    @Test
    void aCopyIsOnTheTopicOnceAndWhole() {
        ThalwegConfig config = config("copies", 1);
        StoredSnapshot snapshot = snapshot(config);
        try (SnapshotStore store = SnapshotStore.open(config)) {
            SnapshotName first = store.copy(snapshot);
            assertThat(store.copy(snapshot)).isEqualTo(first);
            assertThat(first.id()).isEqualTo(first.chain().substring(0, 16));
            assertThat(store.list()).hasSize(1);
            StoredSnapshot loaded = store.load(first);
            assertThat(loaded.manifest()).isEqualTo(snapshot.manifest().copied());
            assertThat(loaded.chunks().get(0)).isEqualTo(snapshot.chunks().get(0));
        }
    }

    @Test
    void whatIsNotWholeOrAlteredIsRefusedAndMadeWholeByAnotherCopy() {
        ThalwegConfig config = config("damage", 1);
        StoredSnapshot good = snapshot(config);
        StoredSnapshot lost = snapshot(config("damage", 2));
        StoredSnapshot altered = snapshot(config("damage", 3));
        try (SnapshotStore store = SnapshotStore.open(config)) {
            store.copy(good);
            publish(config, lost.manifest().copied(), List.of());
            byte[] bytes = altered.chunks().get(0).clone();
            bytes[20] ^= 1;
            publish(config, altered.manifest().copied(), List.of(bytes));

            assertThatThrownBy(() -> store.load(lost.manifest().copied().name()))
                    .isInstanceOf(StreamException.class)
                    .hasMessageContaining("chunks [0] of 1 are missing");
            assertThatThrownBy(() -> store.load(altered.manifest().copied().name()))
                    .isInstanceOf(StreamException.class)
                    .hasMessageContaining("SHA-256");
            assertThat(store.verify(manifest -> true))
                    .extracting(SnapshotStore.Verified::isGood)
                    .containsExactly(true, false, false);

            String file = scene.file("damage.yaml", yaml("damage", 1));
            assertThat(scene.run("snapshots", "verify", "-c", file)).isEqualTo(1);
            assertThat(scene.out())
                    .contains(
                            "PASS  ",
                            "2 of 3 snapshots cannot be believed; the first is "
                                    + lost.manifest().copied().name());
            assertThat(scene.run("snapshots", "show", "last", "-c", file)).isEqualTo(1);

            assertThat(scene.run("snapshots", "-c", file, "export", "last", scene.path("damaged.zip")))
                    .isEqualTo(1);
            SnapshotFile.write(Path.of(scene.path("lost.zip")), lost);
            assertThat(scene.run("snapshots", "-c", file, "import", scene.path("lost.zip")))
                    .as(scene.err())
                    .isZero();
            assertThat(store.load(lost.manifest().copied().name()).chunks()).hasSize(1);
        }
    }

    @Test
    void chunksThatRetentionDeletedAreNoDamage() throws Exception {
        ThalwegConfig config = config("forgotten", 1);
        StoredSnapshot gone = snapshot(config);
        StoredSnapshot kept = snapshot(config("forgotten", 2));
        try (SnapshotStore store = SnapshotStore.open(config);
                Admin admin = Admin.create(Map.of("bootstrap.servers", parts.bootstrapServers()))) {
            store.copy(gone);
            store.copy(kept);
            var chunks = new TopicPartition(config.topics().snapshots(), 0);
            admin.deleteRecords(Map.of(
                            chunks, RecordsToDelete.beforeOffset(gone.chunks().size())))
                    .all()
                    .get();
        }
        String file = scene.file("forgotten.yaml", yaml("forgotten", 1));
        assertThat(scene.run("snapshots", "verify", "-c", file)).as(scene.out()).isZero();
        assertThat(scene.out())
                .contains(
                        "GONE  " + gone.manifest().copied().name()
                                + ": its chunks were deleted by the retention of thalweg.forgotten.snapshots; raise"
                                + " retention.ms or export snapshots in time",
                        "PASS  " + kept.manifest().copied().name(),
                        "1 snapshots, all as they were published",
                        "1 snapshots not verified: the topic's retention has deleted their chunks");
    }

    @Test
    void theCommandsSayWhatIsThere() {
        ThalwegConfig config = config("commands", 1);
        StoredSnapshot a = snapshot(config);
        StoredSnapshot b = snapshot(config("commands", 2));
        try (SnapshotStore store = SnapshotStore.open(config)) {
            store.copy(a);
            store.copy(b);
        }
        String file = scene.file("commands.yaml", yaml("commands", 1));
        assertThat(scene.run("snapshots", "-c", file, "list", "--json", scene.path("list.json")))
                .as(scene.err())
                .isZero();
        assertThat(scene.lines()).hasSize(3);
        assertThat(scene.text("list.json")).contains(a.manifest().proof().chain());

        String chain = a.manifest().proof().chain();
        assertThat(scene.run("snapshots", "show", chain.substring(0, 8), "-c", file))
                .isZero();
        assertThat(scene.out())
                .contains(chain, "SHA-256 and chain agree", "its parameters agree, and this machine computes");

        assertThat(scene.run("snapshots", "diff", chain, "last", "-c", file)).isZero();
        assertThat(scene.lines()).anyMatch(line -> line.matches("seed +1 +2"));
        assertThat(scene.lines()).anyMatch(line -> line.matches("embeddings of 4 +4,096 +4,096 .*"));

        assertThat(scene.run("snapshots", "verify", "-c", file)).isZero();
        assertThat(scene.run("snapshots", "show", "424242", "-c", file)).isEqualTo(1);
        assertThat(scene.err()).contains("the nearest: ");
    }

    @Test
    void aFileNeedsNoTopic() {
        ThalwegConfig config = config("export", 1);
        try (SnapshotStore store = SnapshotStore.open(config)) {
            store.copy(snapshot(config));
        }
        String file = scene.file("export.yaml", yaml("export", 1));
        String zip = scene.path("model.zip");
        assertThat(scene.run("snapshots", "export", "last", zip, "-c", file)).isZero();
        assertThat(scene.run("snapshots", "export", "last", zip, "-c", file)).isEqualTo(1);
        assertThat(scene.err()).contains("--force replaces it");
        assertThat(scene.run("snapshots", "export", "last", zip, "-c", file, "--force"))
                .isZero();
        assertThat(SnapshotFile.read(Path.of(zip)).manifest().cause()).isEqualTo(SnapshotManifest.Cause.COPIED);

        assertThat(scene.run("snapshots", "verify", zip)).isZero();
        assertThat(scene.run("snapshots", "show", zip)).isZero();
        assertThat(scene.run("snapshots", "diff", zip, zip)).isZero();
        assertThat(scene.out()).contains("the configurations are the same", "the bytes of both are the same");
        assertThat(scene.run("snapshots", "list")).isEqualTo(2);
    }

    @Test
    void anApplicationThatHasNeverLearnedIsSaidToHaveNot() {
        String file = scene.file("nobody.yaml", yaml("nobody", 1));
        assertThat(scene.run("snapshots", "list", "-c", file)).isEqualTo(1);
        assertThat(scene.err()).contains("there is no snapshots topic thalweg.nobody.snapshots");
    }

    private static void publish(ThalwegConfig config, SnapshotManifest manifest, List<byte[]> chunks) {
        try (Registry registry = new Registry(config.registry(), state -> {});
                var producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", parts.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            OutputCodec codec = Codecs.outputs(config, registry);
            String topic = config.topics().snapshots();
            for (int i = 0; i < chunks.size(); i++) {
                SnapshotChunk chunk = new SnapshotChunk(manifest.id(), i, chunks.get(i));
                producer.send(new ProducerRecord<>(topic, 0, codec.key(chunk), codec.chunk(chunk)));
            }
            producer.send(new ProducerRecord<>(topic, 1, codec.key(manifest), codec.manifest(manifest)));
        }
    }
}
