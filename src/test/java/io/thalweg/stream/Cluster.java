package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.embedded.EmbeddedBroker;
import io.thalweg.embedded.EmbeddedRegistry;
import io.thalweg.ingest.InputTopic;
import io.thalweg.lane.LogRecord;
import io.thalweg.wire.Registry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A real broker and a real registry, and a stranger's view of what is on the topics. */
final class Cluster implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("thalweg.patience", 120));

    final Path directory;
    EmbeddedBroker broker;
    EmbeddedRegistry registry;
    final Stranger stranger;
    final Admin admin;

    Cluster(Path directory) {
        this.directory = directory;
        broker = EmbeddedBroker.start(directory.resolve("broker"));
        registry = EmbeddedRegistry.start(directory.resolve("registry"));
        stranger = new Stranger(broker.bootstrapServers());
        admin = stranger.admin;
    }

    /** The configuration of an application of its own; {@code changes} are pairs of text and what it becomes. */
    String yaml(String app, String... changes) {
        String yaml = Scene.yaml()
                .replace("app: shop", "app: " + app)
                .replace("localhost:9092", broker.bootstrapServers())
                .replace("http://localhost:8081", registry.url());
        for (int i = 0; i < changes.length; i += 2) {
            yaml = yaml.replace(changes[i], changes[i + 1]);
        }
        return yaml;
    }

    ThalwegConfig config(String app, String... changes) {
        return ThalwegConfig.parse(yaml(app, changes), app + ".yaml", Map.of());
    }

    /** An application's scene, on input topics called after {@code topics}, so that tests do not meet. */
    Scene scene(String app, String topics, String... changes) {
        List<String> all = new ArrayList<>(List.of(changes));
        for (String topic : List.of(Scene.CLICKS, Scene.DWELLS, Scene.REQUESTS)) {
            all.addAll(List.of(topic, topics + "." + topic));
        }
        ThalwegConfig config = config(app, all.toArray(String[]::new));
        return new Scene(config, new Registry(config.registry(), state -> {}));
    }

    /** Waits until the log is complete, ends it with a tick, and waits until the process has ended by itself. */
    void finish(Scene scene, RunProcess run) {
        String app = scene.config.app();
        List<String> inputs =
                scene.config.input().topics().stream().map(InputTopic::name).toList();
        GroupOffsets routed =
                new GroupOffsets(admin, "thalweg." + app + ".route", new Answers(broker.bootstrapServers()));
        await("all events of " + app + " are routed", () -> {
            assertThat(run.isAlive()).as("still running: %s", run.log()).isTrue();
            return routed.behind(inputs, Set.of()) == 0;
        });
        produce(scene.config.topics().trainLog(), List.of(scene.trainLog().encode(new LogRecord.Tick(Scene.NOON))));
        assertThat(run.exitCode()).as("exit code; %s", run.log()).isZero();
    }

    Placement placement(String app) {
        return new Placement(directory.resolve("state").resolve(app), "test");
    }

    void create(String topic, int partitions) {
        stranger.create(topic, partitions);
    }

    void produce(String topic, List<byte[]> values) {
        stranger.produce(topic, values);
    }

    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return stranger.read(topic);
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        stranger.close();
        registry.close();
        broker.close();
    }
}
