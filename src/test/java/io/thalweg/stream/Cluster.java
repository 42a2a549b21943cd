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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real broker and a real registry, and a stranger's view of what is on the topics. */
final class Cluster implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("thalweg.patience", 120));

    final Path directory;
    EmbeddedBroker broker;
    EmbeddedRegistry registry;
    final Admin admin;

    Cluster(Path directory) {
        this.directory = directory;
        broker = EmbeddedBroker.start(directory.resolve("broker"));
        registry = EmbeddedRegistry.start(directory.resolve("registry"));
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
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
            return routed.behind(inputs) == 0;
        });
        produce(scene.config.topics().trainLog(), List.of(scene.trainLog().encode(new LogRecord.Tick(Scene.NOON))));
        assertThat(run.exitCode()).as("exit code; %s", run.log()).isZero();
    }

    Placement placement(String app) {
        return new Placement(directory.resolve("state").resolve(app), "test");
    }

    void create(String topic, int partitions) {
        try {
            admin.createTopics(Set.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Spreads the values over the topic's partitions in turn. */
    void produce(String topic, List<byte[]> values) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 50);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            int partitions = producer.partitionsFor(topic).size();
            for (int i = 0; i < values.size(); i++) {
                producer.send(new ProducerRecord<>(topic, i % partitions, null, values.get(i)));
            }
        }
    }

    /** Everything on a topic of one partition that is committed. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(500)).forEach(records::add);
            }
        }
        return records;
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
        admin.close();
        registry.close();
        broker.close();
    }
}
