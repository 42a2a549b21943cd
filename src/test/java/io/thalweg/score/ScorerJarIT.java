package io.thalweg.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.app.console.EmbeddedParts;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.stream.SnapshotStore;
import io.thalweg.wire.OutputCodec;
import io.thalweg.wire.Registry;
import io.thalweg.wire.SnapshotFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scorer's jar in a program that has neither Kafka's engine nor a matrix library, and for a file no Kafka at all.
 */
class ScorerJarIT {
    private static final Path TARGET = Path.of("target");
    private static final List<String> NEEDED = List.of(
            "avro-",
            "jackson-annotations",
            "jackson-core",
            "jackson-databind",
            "jackson-dataformat-yaml",
            "snakeyaml",
            "slf4j-api");
    private static final String CLIENTS = "kafka-clients";
    private static final long LARGEST = 2 << 20;

    @TempDir
    private Path directory;

    @Test
    void scoresAsTheLearnersProcessDoes() throws Exception {
        Path file = directory.resolve("model.zip");
        SnapshotFile.write(file, ScorerTest.trained(ScorerTest.config()));
        assertThat(Files.size(jar())).isLessThan(LARGEST);
        Process process = start(ScoreFile.class, file, NEEDED);
        assertThat(said(process)).containsExactly(ScoreFile.say(Scorer.open(file)));
    }

    @Test
    void followsATopicWithNoMoreOfKafkaThanItsClients() throws Exception {
        try (EmbeddedParts parts = EmbeddedParts.start(directory.resolve("parts"))) {
            String yaml = ScorerTest.yaml(parts.bootstrapServers(), parts.registryUrl());
            Path file = Files.writeString(directory.resolve("shop.yaml"), yaml);
            ThalwegConfig config = ThalwegConfig.load(file);
            StoredSnapshot first = ScorerTest.trained(config, 100);
            StoredSnapshot next = ScorerTest.trained(config, 200);
            try (SnapshotStore store = SnapshotStore.open(config)) {
                store.copy(first);
            }
            Process process = start(
                    ScoreTopic.class,
                    file,
                    Stream.concat(NEEDED.stream(), Stream.of(CLIENTS)).toList());
            awaitFirstLine(process);
            publish(config, next);
            assertThat(said(process)).containsExactly(said(config, first), said(config, next));
        }
    }

    private static String said(ThalwegConfig config, StoredSnapshot snapshot) {
        return ScoreFile.say(Scorer.of(config.lane(), config.input(), snapshot));
    }

    /** As a lane does in its course. */
    private static void publish(ThalwegConfig config, StoredSnapshot snapshot) {
        SnapshotManifest manifest = snapshot.manifest();
        String topic = config.topics().snapshots();
        try (Registry registry = new Registry(config.registry(), state -> {});
                var producer =
                        new KafkaProducer<>(config.kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            OutputCodec codec = new OutputCodec(registry, new OutputCodec.Topics("p", "m", topic, "q"));
            for (int i = 0; i < snapshot.chunks().size(); i++) {
                SnapshotChunk chunk =
                        new SnapshotChunk(manifest.id(), i, snapshot.chunks().get(i));
                producer.send(new ProducerRecord<>(topic, 0, codec.key(chunk), codec.chunk(chunk)));
            }
            producer.send(new ProducerRecord<>(topic, 1, codec.key(manifest), codec.manifest(manifest)));
        }
    }

    private Process start(Class<?> program, Path argument, List<String> libraries) throws IOException {
        String path = Stream.concat(Stream.of(jar(), TARGET.resolve("test-classes")), libraries(libraries).stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        path,
                        program.getName(),
                        argument.toString())
                .redirectOutput(out().toFile())
                .redirectError(err().toFile())
                .start();
    }

    private Path out() {
        return directory.resolve("out");
    }

    private Path err() {
        return directory.resolve("err");
    }

    private void awaitFirstLine(Process process) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (Files.size(out()) == 0 && process.isAlive() && System.nanoTime() < end) {
            Thread.sleep(100);
        }
        assertThat(out()).as(Files.readString(err(), StandardCharsets.UTF_8)).isNotEmptyFile();
    }

    private List<String> said(Process process) throws IOException, InterruptedException {
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String errors = Files.readString(err(), StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(errors).isZero();
        return Files.readAllLines(out(), StandardCharsets.UTF_8);
    }

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(TARGET)) {
            return files.filter(file -> file.toString().endsWith("-scorer.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<Path> libraries(List<String> names) throws IOException {
        try (Stream<Path> files = Files.list(TARGET.resolve("lib"))) {
            return files.filter(
                            file -> names.stream().anyMatch(file.getFileName().toString()::startsWith))
                    .toList();
        }
    }
}
