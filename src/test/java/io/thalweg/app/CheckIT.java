package io.thalweg.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.app.console.EmbeddedParts;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks against a real broker and a real registry. */
class CheckIT {
    @TempDir
    private static Path directory;

    private static EmbeddedParts parts;
    private static CommandLineScene scene;

    @BeforeAll
    static void start() {
        parts = EmbeddedParts.start(directory.resolve("parts"));
        scene = new CommandLineScene(directory);
    }

    @AfterAll
    static void stop() {
        parts.close();
    }

    private static String config(String name, String changed) {
        String servers = "kafka: { bootstrap.servers: \"%s\" }\nregistry: { url: \"%s\" }\n"
                .formatted(parts.bootstrapServers(), parts.registryUrl());
        return scene.file(name, changed + servers);
    }

    @Test
    void whatIsMissingFailsAndWhatIsThereFits() {
        String file = config("c.yaml", CommandLineScene.CONFIG);
        assertThat(scene.run("check", "-c", file)).isEqualTo(1);
        assertThat(scene.out())
                .contains("FAIL  no such input topic on " + parts.bootstrapServers() + ": visits;")
                .contains("PASS  train log topic thalweg.visits.train-log: not there yet; the first run creates it")
                .contains("WARN  input topic visits: the registry has no subject visits-value");

        assertThat(scene.run("produce", "-c", file, "--csv", scene.visits(10, 1)))
                .as(scene.err())
                .isZero();

        assertThat(scene.run("check", "-c", file)).isZero();
        assertThat(scene.out())
                .contains("PASS  input topic visits: 1 partition")
                .containsPattern("PASS  input topic visits: schema \\d+ has all 7 fields");

        String other = config(
                "other.yaml", CommandLineScene.CONFIG.replace("item:", "shelf:").replace("item]", "shelf]"));
        assertThat(scene.run("check", "-c", other)).isEqualTo(1);
        assertThat(scene.out())
                .contains("FAIL  input topic visits: its events would go to quarantine (MISSING_FIELD: field 'shelf' is"
                        + " not in schema ");
    }
}
