package io.thalweg.score;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scorer's jar in a program that has neither Kafka nor a matrix library. */
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
    private static final long LARGEST = 2 << 20;

    @TempDir
    private Path directory;

    @Test
    void scoresAsTheLearnersProcessDoes() throws Exception {
        Path file = directory.resolve("model.zip");
        SnapshotFile.write(file, ScorerTest.trained(ScorerTest.config()));
        Path jar = jar();
        assertThat(Files.size(jar)).isLessThan(LARGEST);
        String path = Stream.concat(Stream.of(jar, TARGET.resolve("test-classes")), libraries().stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        path,
                        ScoreFile.class.getName(),
                        file.toString())
                .redirectOutput(out.toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String errors = Files.readString(directory.resolve("err"), StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(errors).isZero();
        assertThat(Files.readString(out, StandardCharsets.UTF_8).strip())
                .isEqualTo(ScoreFile.say(Scorer.open(file)).strip());
    }

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(TARGET)) {
            return files.filter(file -> file.toString().endsWith("-scorer.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<Path> libraries() throws IOException {
        try (Stream<Path> files = Files.list(TARGET.resolve("lib"))) {
            return files.filter(
                            file -> NEEDED.stream().anyMatch(file.getFileName().toString()::startsWith))
                    .toList();
        }
    }
}
