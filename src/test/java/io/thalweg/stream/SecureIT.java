package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.app.serve.Measured;
import io.thalweg.app.serve.Serving;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.LogRecord;
import io.thalweg.wire.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code run} where the broker and the registry demand to know who asks, with the rights of {@code check --acls}. */
class SecureIT {
    private static final int EVENTS = 500;

    @TempDir
    static Path directory;

    private static SecureCluster cluster;

    @BeforeAll
    static void start() {
        cluster = new SecureCluster(directory);
        for (String user : List.of("scram-learner", "scram-server")) {
            cluster.broker.addUser(user, SecureCluster.SCRAM);
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static String clients(String app) {
        return switch (app) {
            case "scram" -> cluster.scram("scram-learner");
            case "mutual" -> cluster.mutual("mutual-learner");
            default -> cluster.oauth("oauth-learner");
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"scram", "mutual", "oauth"})
    void whoIsKnownLearnsWithNoMoreRightsThanAreListed(String app) {
        String yaml = SecureCluster.yaml(app, clients(app));
        ThalwegConfig config = SecureCluster.config(yaml);
        cluster.administer(config);
        Scene scene = new Scene(config, new Registry(Map.of("url", cluster.unguarded.url()), state -> {}));
        List<byte[]> clicks = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            clicks.add(i % 100 == 7 ? new byte[] {1} : scene.click("e" + i, i % 3 == 0 ? 1 : 0));
        }
        produce(scene.name(Scene.CLICKS), clicks);
        Map<String, String> environment = SecureCluster.environment();
        environment.put("LOG_OTHERS", "DEBUG"); // so that there is much to look through
        RunProcess run = new RunProcess(directory.resolve(app), yaml, environment);
        GroupOffsets learn =
                new GroupOffsets(cluster.broker.admin(), "thalweg." + app + ".learn", new Answers("the broker"));
        TopicPartition log = new TopicPartition(config.topics().trainLog(), 0);
        Cluster.await("all is learned", () -> {
            assertThat(run.isAlive()).as("still running: %s", run.log()).isTrue();
            return learn.reached(log) > EVENTS - EVENTS / 100;
        });
        produce(log.topic(), List.of(scene.trainLog().encode(new LogRecord.Tick(Scene.NOON))));
        assertThat(run.exitCode()).as(run.log()).isZero();
        assertThat(run.report().get("learned").asLong()).isEqualTo(EVENTS - EVENTS / 100);
        assertThat(run.report().get("quarantined").asLong()).isEqualTo(EVENTS / 100);
        assertThat(run.report().get("snapshots").asLong()).isPositive();
        assertThat(run.log()).doesNotContain("does not allow").doesNotContain("not allowed");
        if (app.equals("scram")) {
            serve(app);
        }
        Secrecy.assertKept(cluster, directory, "thalweg." + app + ".train-log");
    }

    /** Keeps what is answered in files, beside everything else that is looked through. */
    private static void serve(String app) {
        String guard = "serve: { listen: \"127.0.0.1:0\", auth: { keys: { ops: \"${SERVED}\" } } }\n";
        ThalwegConfig config = SecureCluster.config(SecureCluster.yaml(app, cluster.scram("scram-server")) + guard);
        Measured measured = new Measured(directory.resolve("served"));
        try (Serving serving =
                Serving.start(config.serve().orElseThrow(), new Serving.Shown(config, "serve"), measured)) {
            Cluster.await(
                    "a model is served", () -> get(serving, "/health/ready").statusCode() == 200);
            for (String path : List.of("metrics", "v1/model", "v1/tasks", "v1/snapshots", "v1/nothing")) {
                HttpResponse<String> answer = get(serving, "/" + path);
                assertThat(answer.statusCode()).as(path).isEqualTo(path.equals("v1/nothing") ? 404 : 200);
                Path file = directory.resolve("answer-" + path.replace('/', '-'));
                Files.writeString(file, answer.headers() + "\n" + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            measured.close();
        }
    }

    private static HttpResponse<String> get(Serving serving, String path) {
        HttpRequest request = HttpRequest.newBuilder(serving.uri().resolve(path))
                .header("Authorization", "Bearer " + SecureCluster.SERVED)
                .build();
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void produce(String topic, List<byte[]> values) {
        Map<String, Object> settings = new LinkedHashMap<>(cluster.broker.mutual("broker"));
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            values.forEach(value -> producer.send(new ProducerRecord<>(topic, 0, null, value)));
        }
    }
}
