package io.thalweg.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedIT {
    private static final TopicPartition TOPIC = new TopicPartition("clicks", 0);
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void whatWasProducedIsConsumed() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(directory);
        try (broker) {
            createTopic(broker);
            produce(broker, "one", "two");
            assertThat(consume(broker, 2)).containsExactly("one", "two");
        }
        assertThat(broker.process().isAlive()).isFalse();
        assertThat(Files.readString(directory.resolve("broker.log"))).doesNotContain("ERROR");
    }

    @Test
    void clientsGoOnWhenTheKilledBrokerIsBack() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(directory);
        createTopic(broker);
        try (KafkaProducer<String, String> producer = producer(broker)) {
            send(producer, "one");
            String before = broker.bootstrapServers();
            broker.kill();
            assertThat(broker.process().isAlive()).isFalse();
            var second = CompletableFuture.supplyAsync(() -> send(producer, "two")); // waits for metadata
            broker = EmbeddedBroker.start(directory);
            assertThat(broker.bootstrapServers()).isEqualTo(before);
            second.get(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(consume(broker, 2)).containsExactly("one", "two");
        } finally {
            broker.close();
        }
    }

    @Test
    void registryKilledAndRestartedKeepsItsPortAndIds() throws Exception {
        var click = new AvroSchema("{\"type\":\"record\",\"name\":\"Click\",\"fields\":[]}");
        var buy = new AvroSchema("{\"type\":\"record\",\"name\":\"Buy\",\"fields\":[]}");
        String before;
        int id;
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(directory)) {
            before = registry.url();
            id = client(registry).register("clicks-value", click);
            registry.kill();
        }
        EmbeddedRegistry restarted = EmbeddedRegistry.start(directory);
        try (restarted) {
            assertThat(restarted.url()).isEqualTo(before);
            assertThat(client(restarted).getSchemaById(id).canonicalString()).isEqualTo(click.canonicalString());
            assertThat(client(restarted).getAllSubjects()).containsExactly("clicks-value");
            assertThat(client(restarted).register("buys-value", buy)).isGreaterThan(id);
        }
        assertThat(restarted.process().isAlive()).isFalse();
    }

    @Test
    void childrenEndWithTheirParent() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<ProcessHandle> children = new ArrayList<>();
        try (var lines = new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            for (int child = 0; child < 2; child++) {
                children.add(ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow());
            }
            assertThat(children).allMatch(ProcessHandle::isAlive);
        } finally {
            parent.destroyForcibly();
        }
        for (ProcessHandle child : children) {
            child.onExit().get(SOON.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void portThatWasTakenIsReplaced() throws Exception {
        String before;
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            before = broker.bootstrapServers();
        }
        try (ServerSocket thief = new ServerSocket()) {
            thief.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port(before)));
            try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
                assertThat(broker.bootstrapServers()).isNotEqualTo(before);
                createTopic(broker);
            }
        }
    }

    @Test
    void brokerThatCannotStartNamesItsLog() throws Exception {
        Files.writeString(directory.resolve("data"), "in the way");
        assertThatThrownBy(() -> EmbeddedBroker.start(directory))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the embedded broker ended before it was ready; its log is %s",
                        directory.resolve("broker.log"));
        assertThat(directory.resolve("broker.log")).isNotEmptyFile();
    }

    private static int port(String bootstrapServers) {
        return Integer.parseInt(bootstrapServers.substring(bootstrapServers.indexOf(':') + 1));
    }

    private static SchemaRegistryClient client(EmbeddedRegistry registry) {
        return new CachedSchemaRegistryClient(registry.url(), 10);
    }

    private static void createTopic(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            var topic = new NewTopic(TOPIC.topic(), Optional.of(1), Optional.empty());
            admin.createTopics(Set.of(topic)).all().get();
        }
    }

    private static KafkaProducer<String, String> producer(EmbeddedBroker broker) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()), new StringSerializer(), new StringSerializer());
    }

    private static long send(KafkaProducer<String, String> producer, String value) {
        try {
            return producer.send(new ProducerRecord<>(TOPIC.topic(), value))
                    .get()
                    .offset();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void produce(EmbeddedBroker broker, String... values) {
        try (KafkaProducer<String, String> producer = producer(broker)) {
            for (String value : values) {
                send(producer, value);
            }
        }
    }

    private static List<String> consume(EmbeddedBroker broker, int count) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(TOPIC));
            consumer.seekToBeginning(List.of(TOPIC));
            List<String> values = new ArrayList<>();
            long end = System.nanoTime() + SOON.toNanos();
            while (values.size() < count && System.nanoTime() < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(record.value());
                }
            }
            return values;
        }
    }

    /** A parent that starts both, names their processes, and then waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            Path directory = Path.of(arguments[0]);
            System.out.println(
                    EmbeddedBroker.start(directory.resolve("broker")).process().pid());
            System.out.println(EmbeddedRegistry.start(directory.resolve("registry"))
                    .process()
                    .pid());
            Thread.sleep(SOON.toMillis());
        }
    }
}
