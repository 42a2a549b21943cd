package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.embedded.EmbeddedRegistry;
import io.thalweg.lane.LogRecord;
import io.thalweg.wire.Registry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} as its user meets it: as a process. */
class RunIT {
    private static final int TERMINATED = 128 + 15;

    @TempDir
    static Path directory;

    private static Cluster cluster;

    @BeforeAll
    static void start() {
        cluster = new Cluster(directory);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static String yaml(String app) {
        return cluster.yaml(app, "shop.", app + ".shop.");
    }

    private static Scene scene(String app) {
        ThalwegConfig config = ThalwegConfig.parse(yaml(app), app, Map.of());
        config.input().topics().forEach(topic -> cluster.create(topic.name(), 1));
        return new Scene(config, new Registry(config.registry(), state -> {}));
    }

    private static RunProcess run(String app) {
        return new RunProcess(directory.resolve(app), yaml(app));
    }

    private static List<byte[]> clicks(Scene scene, int from, int to) {
        List<byte[]> clicks = new ArrayList<>();
        for (int i = from; i < to; i++) {
            clicks.add(scene.click("e" + i, i % 3 == 0 ? 1 : 0));
        }
        return clicks;
    }

    private static void awaitLearned(Scene scene, RunProcess run, long events) {
        String app = scene.config.app();
        Answers answers = new Answers("the broker");
        GroupOffsets route = new GroupOffsets(cluster.admin, "thalweg." + app + ".route", answers);
        GroupOffsets learn = new GroupOffsets(cluster.admin, "thalweg." + app + ".learn", answers);
        TopicPartition log = new TopicPartition(scene.config.topics().trainLog(), 0);
        Cluster.await(events + " events are learned", () -> {
            assertThat(run.isAlive()).as("still running: %s", run.log()).isTrue();
            return learn.reached(log) >= events
                    && route.behind(List.of(scene.name(Scene.CLICKS)), Set.of()) == 0
                    && learn.behind(List.of(log.topic()), Set.of(log.topic())) == 0;
        });
    }

    private static void finish(Scene scene, RunProcess run) {
        cluster.produce(
                scene.config.topics().trainLog(), List.of(scene.trainLog().encode(new LogRecord.Tick(Scene.NOON))));
        assertThat(run.exitCode()).as(run.log()).isZero();
    }

    @Test
    void aStopLeavesNothingToLearnAgain() {
        Scene scene = scene("stopped");
        cluster.produce(scene.name(Scene.CLICKS), clicks(scene, 0, 530));
        RunProcess run = run("stopped");
        awaitLearned(scene, run, 530);
        assertThat(run.stop()).isEqualTo(TERMINATED);
        assertThat(run.log()).contains("learned 530, requests 0, duplicates 0");
        assertThat(run.report().get("parametersSha256").asText()).hasSize(64);

        run.restart();
        cluster.produce(scene.name(Scene.CLICKS), clicks(scene, 530, 600));
        awaitLearned(scene, run, 600);
        finish(scene, run);
        assertThat(run.log()).doesNotContain("again");
        assertThat(run.report().get("learned").asLong()).isEqualTo(600);
    }

    @Test
    void aRegistryThatIsDownIsWaitedForAndNothingIsLost() throws InterruptedException {
        Scene scene = scene("patient");
        List<byte[]> clicks = clicks(scene, 0, 500);
        RunProcess run = run("patient");
        Cluster.await(
                "both run",
                () -> run.log().contains("ROUTE is RUNNING") && run.log().contains("LEARN is RUNNING"));
        cluster.registry.kill();
        cluster.produce(scene.name(Scene.CLICKS), clicks);
        Thread.sleep(Duration.ofSeconds(30).toMillis());
        assertThat(run.isAlive()).isTrue();
        assertThat(run.log()).contains("waiting for the schema registry");
        cluster.registry = EmbeddedRegistry.start(directory.resolve("registry"));

        awaitLearned(scene, run, 500);
        finish(scene, run);
        assertThat(run.log()).contains("answers again");
        assertThat(run.report().get("learned").asLong()).isEqualTo(500);
        assertThat(run.report().get("quarantined").asLong()).isZero();
    }

    @Test
    void aTopicThatDoesNotExistIsOneLineAndExitCodeOne() {
        RunProcess run = run("homeless");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.log().lines().toList())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("thalweg: ")
                        .contains("homeless.shop.click", "kafka-topics.sh", "--create"));
    }

    @Test
    void anInstanceNameThatIsTakenIsAFailureThatSaysSo() {
        Scene scene = scene("twins");
        cluster.produce(scene.name(Scene.CLICKS), clicks(scene, 0, 10));
        RunProcess first = run("twins");
        awaitLearned(scene, first, 10);
        RunProcess second = new RunProcess(directory.resolve("twins2"), yaml("twins"));
        assertThat(first.exitCode()).isEqualTo(1);
        assertThat(first.log()).contains("thalweg: another process runs under the same instance name");
        awaitLearned(scene, second, 10);
        finish(scene, second);
    }
}
