package io.thalweg.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docker compose up}, with the images of {@code docker/airgap/build.sh}. */
class ComposeIT {
    private static final Pattern FAULT = Pattern.compile("(?m)^(learner|serve|events).*(ERROR|Exception).*$");

    @TempDir
    Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void needsAnEngine() {
        Compose.obstacle().ifPresent(why -> {
            System.err.println("ComposeIT is skipped: " + why);
            Assumptions.abort(why);
        });
    }

    @Test
    void fromUpToTheFirstPredictionTheModelThatAnswersAndItsFigures() throws Exception {
        try (Compose compose = new Compose(directory, "default")) {
            // Grafana is no package of Debian's or Maven's.
            compose.up("kafka", "registry", "events", "learner", "serve", "prometheus");
            compose.await("a prediction stands on the topic", () -> hasPredictions(compose));
            System.err.printf("ComposeIT: %.1f s from `up` to the first prediction%n", compose.seconds());
            compose.await(
                    "the learner's page",
                    () -> get(compose, "LEARNER_PORT", "/").contains("<title>"));
            compose.await(
                    "a model that answers",
                    () -> get(compose, "SERVE_PORT", "/health/ready").startsWith("200:"));
            System.err.printf("ComposeIT: %.1f s from `up` to the first model that is served%n", compose.seconds());
            compose.await(
                    "Prometheus has the figures of both",
                    () -> get(compose, "PROMETHEUS_PORT", "/api/v1/query?query=sum(up)")
                            .contains("\"2\"]"));
            assertThat(get(compose, "PROMETHEUS_PORT", "/api/v1/rules")).contains("ThalwegLearnStalled");
            assertThat(FAULT.matcher(compose.log())
                            .results()
                            .map(found -> found.group())
                            .toList())
                    .isEmpty();
        }
    }

    private String get(Compose compose, String port, String path) {
        return compose.get(client, "http://localhost:" + compose.port(port) + path);
    }

    private static boolean hasPredictions(Compose compose) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                "localhost:" + compose.port("KAFKA_PORT"),
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
}
