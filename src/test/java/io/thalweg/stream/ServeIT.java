package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.app.serve.Serving;
import io.thalweg.client.SnapshotTopic;
import io.thalweg.config.ListenAddress;
import io.thalweg.config.ServeSettings;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.SnapshotManifest.Proof;
import io.thalweg.stream.ThalwegStreams.Part;
import io.thalweg.wire.OutputCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers beside a learner: they follow its snapshots, and go on answering when all else is away. */
class ServeIT {
    private static final String ASKED = "{\"examples\":[{\"user\":\"u1\",\"item\":3},{\"user\":\"u2\",\"price\":7.5}]}";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    private static Serving serve(Scene scene) {
        return Serving.start(
                ServeSettings.USUAL.at(new ListenAddress("127.0.0.1", 0)),
                new Serving.Shown(scene.config, "serve"),
                null);
    }

    private static JsonNode ask(Serving serving, String path) {
        return send(HttpRequest.newBuilder(serving.uri().resolve(path)));
    }

    private static JsonNode score(Serving serving) {
        return send(HttpRequest.newBuilder(serving.uri().resolve("/v1/score"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(ASKED)));
    }

    private static JsonNode send(HttpRequest.Builder request) {
        try {
            return new ObjectMapper()
                    .readTree(CLIENT.send(request.build(), BodyHandlers.ofString())
                            .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long offset(Serving serving) {
        return ask(serving, "/health/ready").at("/model/trainLogOffset").asLong(-1);
    }

    private static List<byte[]> clicks(Scene scene, int from, int to) {
        List<byte[]> clicks = new ArrayList<>();
        for (int i = from; i < to; i++) {
            clicks.add(scene.click("e" + i, i % 3 == 0 ? 1 : 0));
        }
        return clicks;
    }

    @Test
    void serversFollowTheLearnerAndOutliveEverybody() {
        try (Cluster cluster = new Cluster(directory)) {
            Scene scene = cluster.scene("served", "served", "every: 200", "every: 100");
            scene.config.input().topics().forEach(topic -> cluster.create(topic.name(), 1));
            try (Serving early = serve(scene)) {
                Cluster.await(
                        "it says what it waits for",
                        () -> ask(early, "/health/ready")
                                .path("detail")
                                .asText()
                                .contains("there is no topic thalweg.served.snapshots"));
                learn(cluster, scene, early);
                JsonNode answer = score(early);
                assertThat(answer.at("/results/1/scores/click").isNumber()).isTrue();
                restart(scene, answer);
                passOver(cluster, scene, early, answer);
                cluster.registry.close();
                cluster.broker.close();
                Cluster.await(
                        "it says that nobody is there",
                        () -> ask(early, "/health/ready")
                                .at("/supply/state")
                                .asText()
                                .equals("cut-off"));
                assertThat(score(early).path("results")).isEqualTo(answer.path("results"));
            }
        }
    }

    /** Two snapshots, one after the other, while the server runs. */
    private static void learn(Cluster cluster, Scene scene, Serving early) {
        try (ThalwegStreams streams =
                ThalwegStreams.start(scene.config, cluster.placement("served"), EnumSet.allOf(Part.class))) {
            cluster.produce(scene.name(Scene.CLICKS), clicks(scene, 0, 120));
            Cluster.await("the first snapshot is served", () -> offset(early) >= 99);
            assertThat(offset(early)).isLessThan(200);
            cluster.produce(scene.name(Scene.CLICKS), clicks(scene, 120, 240));
            Cluster.await("the second snapshot is served", () -> offset(early) >= 199);
            assertThat(streams.failure()).isEmpty();
        }
        assertThat(ask(early, "/v1/snapshots").path("snapshots").size()).isEqualTo(2);
        assertThat(ask(early, "/health/ready").at("/supply/state").asText()).isEqualTo("following");
    }

    /** One that is started later is ready with the same model, though nobody learns any more. */
    private static void restart(Scene scene, JsonNode answer) {
        try (Serving late = serve(scene)) {
            Cluster.await("it is ready", () -> ask(late, "/health/ready").has("model"));
            JsonNode again = score(late);
            assertThat(again.path("results")).isEqualTo(answer.path("results"));
            assertThat(again.at("/model/chain")).isEqualTo(answer.at("/model/chain"));
        }
    }

    /** A manifest whose chunks are nowhere. */
    private static void passOver(Cluster cluster, Scene scene, Serving early, JsonNode answer) {
        SnapshotManifest broken;
        try (SnapshotStore store = SnapshotStore.open(scene.config)) {
            SnapshotManifest last = store.list().get(1).manifest();
            broken = new SnapshotManifest(
                    "999",
                    last.cause(),
                    last.version() + 1,
                    last.extent(),
                    last.examples(),
                    new Proof("00", "ab".repeat(32), last.proof().chain(), "00"),
                    last.layout(),
                    last.configuration(),
                    last.fingerprint(),
                    last.features(),
                    last.platform(),
                    last.metrics());
        }
        OutputCodec codec = scene.outputs();
        Map<String, Object> settings = Map.of("bootstrap.servers", cluster.broker.bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                    scene.config.topics().snapshots(),
                    SnapshotTopic.MANIFESTS,
                    codec.key(broken),
                    codec.manifest(broken)));
        }
        Cluster.await(
                "it is passed over",
                () -> ask(early, "/v1/snapshots")
                        .at("/snapshots/0/complaint")
                        .asText()
                        .contains("missing"));
        assertThat(score(early).at("/model/chain")).isEqualTo(answer.at("/model/chain"));
    }
}
