package io.thalweg.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that reach nobody. */
class CheckCommandTest {
    @TempDir
    private Path directory;

    private CommandLineScene scene;

    @BeforeEach
    void begin() {
        scene = new CommandLineScene(directory);
    }

    @Test
    void aGoodFilePassesAndWhatIsNotConfiguredIsAWarning() {
        String file = scene.file("c.yaml", CommandLineScene.CONFIG);
        assertThat(scene.run("check", "-c", file)).isZero();
        assertThat(scene.lines())
                .containsExactly(
                        "PASS  " + file + ": 4 features, 2 tasks on visits",
                        "PASS  the model takes 54,320 bytes of memory: linear: 16 of parameters, 16 of optimiser state;"
                                + " layers: 520 of parameters, 520 of optimiser state;"
                                + " linear weights, 1,024 rows: 8,192 of parameters, 8,192 of optimiser state;"
                                + " embeddings of 4, 1,024 rows: 16,384 of parameters, 16,384 of optimiser state;"
                                + " count visit, 1,024 rows: 4,096 of counts",
                        "WARN  there is no kafka: bootstrap.servers, so no topic was looked at; 'run' needs it",
                        "WARN  there is no registry: url, so no schema was looked at; 'run' needs it");
    }

    @Test
    void everyProblemOfABadFileIsALine() {
        String file = scene.file("c.yaml", CommandLineScene.CONFIG.replace("time: at", "tim: at") + "seed: x\n");
        assertThat(scene.run("check", "-c", file, "--json", scene.path("out.json")))
                .isEqualTo(1);
        assertThat(scene.lines()).hasSize(3).allMatch(line -> line.startsWith("FAIL  " + file + ", line "));
        assertThat(scene.text("out.json")).contains("\"mark\" : \"FAIL\"", "did you mean 'time'?");
    }

    @Test
    void whoCannotBeReachedIsAWarning() {
        String file = scene.file(
                "c.yaml",
                CommandLineScene.CONFIG
                        + "kafka: { bootstrap.servers: \"localhost:1\" }\nregistry: { url: \"http://localhost:1\" }\n");
        assertThat(scene.run("check", "-c", file)).isZero();
        assertThat(scene.lines().get(2))
                .startsWith("WARN  no broker answers at localhost:1, so no topic was looked at");
        assertThat(scene.lines().get(3)).startsWith("WARN  ").contains("no schema was looked at");
    }

    @Test
    void aServerThatNobodyKnowsIsAWarning() {
        String file = scene.file(
                "c.yaml", CommandLineScene.CONFIG + "kafka: { bootstrap.servers: \"no-such-host.invalid:9092\" }\n");
        assertThat(scene.run("check", "-c", file)).isZero();
        assertThat(scene.lines().get(2)).startsWith("WARN  no broker answers at no-such-host.invalid:9092");
    }

    @Test
    void aSettingThatTheEngineCannotHaveFails() {
        String file = scene.file(
                "c.yaml",
                CommandLineScene.CONFIG + "kafka: { bootstrap.servers: \"localhost:1\", producer.acks: 1 }\n");
        assertThat(scene.run("check", "-c", file)).isEqualTo(1);
        assertThat(scene.lines().get(2))
                .startsWith("FAIL  kafka at localhost:1: kafka.producer.acks must be all, got 1");
    }
}
