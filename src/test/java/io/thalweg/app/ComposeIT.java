package io.thalweg.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docker compose up}, with the images of {@code docker/airgap/build.sh}. */
class ComposeIT {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final List<String> PORTS =
            List.of("KAFKA_PORT", "REGISTRY_PORT", "LEARNER_PORT", "SERVE_PORT", "PROMETHEUS_PORT", "GRAFANA_PORT");
    private static final Path FILE = Path.of("docker", "compose.yaml");

    @TempDir
    Path directory;

    private final Map<String, String> environment = new LinkedHashMap<>();
    private List<String> compose = List.of();
    private boolean isUp;

    @BeforeEach
    void needsAnEngine() throws Exception {
        environment.put(
                "COMPOSE_PROJECT_NAME",
                "thalweg-test-" + ProcessHandle.current().pid());
        environment.put("THALWEG_IMAGE", "thalweg-airgap/thalweg:latest");
        environment.put("KAFKA_IMAGE", "thalweg-airgap/kafka:4.3.1");
        environment.put("REGISTRY_IMAGE", "thalweg-airgap/apicurio-registry:3.0.9");
        environment.put("PROMETHEUS_IMAGE", "thalweg-airgap/prometheus:latest");
        List<ServerSocket> sockets = new ArrayList<>();
        for (String port : PORTS) {
            ServerSocket socket = new ServerSocket(0);
            sockets.add(socket);
            environment.put(port, Integer.toString(socket.getLocalPort()));
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        obstacle().ifPresent(why -> {
            System.err.println("ComposeIT is skipped: " + why);
            Assumptions.abort(why);
        });
    }

    private Optional<String> obstacle() throws IOException, InterruptedException {
        if (run(List.of("docker", "version")) != 0) {
            return Optional.of("no container engine answers (`docker version` fails)");
        }
        for (Map.Entry<String, String> image : environment.entrySet()) {
            if (image.getKey().endsWith("_IMAGE")
                    && run(List.of("docker", "image", "inspect", image.getValue())) != 0) {
                return Optional.of("there is no image " + image.getValue() + ": docker/airgap/build.sh makes it");
            }
        }
        for (List<String> command : List.of(List.of("docker", "compose"), List.of("docker-compose"))) {
            List<String> version = new ArrayList<>(command);
            version.add("version");
            if (run(version) == 0) {
                compose = command;
                return Optional.empty();
            }
        }
        return Optional.of("there is neither `docker compose` nor docker-compose");
    }

    @AfterEach
    void down() throws Exception {
        if (isUp) {
            compose("down", "--volumes", "--timeout", "5");
        }
    }

    @Test
    void fromUpToTheFirstPredictionTheModelThatAnswersAndItsFigures() throws Exception {
        long start = System.nanoTime();
        isUp = true;
        // Grafana is no package of Debian's or Maven's.
        assertThat(compose("up", "-d", "kafka", "registry", "events", "learner", "serve", "prometheus"))
                .as(this::said)
                .isZero();
        await("a prediction stands on the topic", start, this::hasPredictions);
        System.err.printf("ComposeIT: %.1f s from `up` to the first prediction%n", seconds(start));
        await("the learner's page", start, () -> get("LEARNER_PORT", "/").contains("<title>"));
        await(
                "a model that answers",
                start,
                () -> get("SERVE_PORT", "/health/ready").contains("\"model\""));
        System.err.printf("ComposeIT: %.1f s from `up` to the first model that is served%n", seconds(start));
        await(
                "Prometheus has the figures of both",
                start,
                () -> get("PROMETHEUS_PORT", "/api/v1/query?query=sum(up)").contains("\"2\"]"));
        assertThat(get("PROMETHEUS_PORT", "/api/v1/rules")).contains("ThalwegLearnStalled");
    }

    private void await(String what, long start, BooleanSupplier condition) throws InterruptedException, IOException {
        while (!condition.getAsBoolean()) {
            if (seconds(start) > PATIENCE.toSeconds()) {
                compose("logs", "--no-color", "--tail", "60");
                throw new AssertionError("not within " + PATIENCE + ": " + what + "\n" + said());
            }
            Thread.sleep(100);
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private boolean hasPredictions() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                "localhost:" + environment.get("KAFKA_PORT"),
                "isolation.level",
                "read_committed",
                "default.api.timeout.ms",
                2_000);
        TopicPartition place = new TopicPartition("thalweg.shop.predictions", 0);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.listTopics().containsKey(place.topic())
                    && consumer.endOffsets(List.of(place)).get(place) > 0;
        } catch (KafkaException e) {
            return false; // not yet
        }
    }

    private String get(String port, String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + environment.get(port) + path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : "";
        } catch (IOException e) {
            return ""; // not yet
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private int compose(String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(compose);
        line.addAll(List.of("-f", FILE.toString()));
        line.addAll(List.of(words));
        return run(line);
    }

    private int run(List<String> line) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile());
        builder.environment().putAll(environment);
        try {
            return builder.start().waitFor();
        } catch (IOException e) {
            return -1; // there is no such command
        }
    }

    private String said() {
        try {
            return Files.readString(directory.resolve("said"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
