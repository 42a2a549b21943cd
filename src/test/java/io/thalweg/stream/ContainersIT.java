package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image among others: what happens to containers, happens, and nobody can tell afterwards. Needs an engine and the
 * images of {@code docker/airgap/build.sh}.
 */
class ContainersIT {
    private static final long SEED = Long.getLong("thalweg.seed", System.nanoTime());
    private static final int EVENTS = 30_000;
    private static final int PER_SECOND = 2_000;
    private static final int AHEAD = 3_000;
    private static final long CUT_MILLIS = 60_000;
    private static final long SETTLE_MILLIS = 5_000;
    private static final int TERMINATED = 128 + 15;
    private static final Pattern WARM = Pattern.compile("standing by for \\S+(: has the blocks|, from block [1-9])");
    private static final String LEVEL = "the model is at offset";

    @TempDir
    static Path directory;

    private static Containers parts;

    @BeforeAll
    static void start() {
        Containers.obstacle().ifPresent(why -> {
            System.err.println("ContainersIT is skipped: " + why);
            Assumptions.abort(why);
        });
        parts = new Containers(directory, Map.of());
    }

    @AfterAll
    static void stop() {
        if (parts != null) {
            parts.close();
        }
    }

    private static String yaml(String app, String topic) {
        return Scene.yaml()
                .replace("app: shop", "app: " + app)
                .replace(Scene.CLICKS, topic)
                .replace("dwell: { topic: shop.dwell", "dwell: { topic: " + topic)
                .replace("requests: shop.ask", "")
                .replace("shared: [8]", "shared: [64, 32]")
                .replace("dimension: 4", "dimension: 8")
                .replace("every: 200 }", "every: 10000 }")
                .replace("every: 50 }", "every: 3000 }");
    }

    /**
     * An application that something happens to while it is fed, and what is left of it and of one that was left alone.
     */
    private interface Story {
        RunContainer happen(Play play);
    }

    /** What a story needs. */
    private record Play(Scene scene, String yaml, Feeder feeder) {
        RunContainer learner(String instance) {
            return parts.run(scene.config.app(), instance, yaml);
        }

        /** Waits until so much of the log is learned and committed, with more to be learned. */
        void reach(long offset, RunContainer learner) {
            feeder.grant(offset * 102 / 100 + AHEAD);
            Cluster.await("offset " + offset + " is committed", () -> {
                assertThat(learner.isRunning()).as("runs: %s", learner).isTrue();
                return committed() >= offset;
            });
        }

        long committed() {
            return parts.groupOffsets(scene, "learn")
                    .reached(new TopicPartition(scene.config.topics().trainLog(), 0));
        }
    }

    private static void tell(String app, String kafka, Story story) {
        String topic = app + "." + Scene.CLICKS;
        String yaml = yaml(app, topic).replace("kafka:    { ", kafka);
        Scene scene = parts.scene(yaml);
        System.err.printf("%s: -Dthalweg.seed=%d%n", app, SEED);
        List<byte[]> events = MixedEvents.of(scene, EVENTS, new SplittableRandom(SEED));
        parts.stranger.create(topic, 1);
        Remains disturbed;
        try (Feeder feeder = new Feeder(parts.bootstrapServers, topic, events, PER_SECOND)) {
            RunContainer last = story.happen(new Play(scene, yaml, feeder));
            disturbed = new Remains(parts.stranger, scene, last.report());
        }
        String calmYaml = yaml(app + "-calm", topic).replace("kafka:    { ", kafka);
        Scene calm = parts.scene(calmYaml);
        RunContainer undisturbed = parts.run(app + "-calm", "calm", calmYaml);
        RunContainer calmly = parts.finish(calm, Scene.NOON, undisturbed);
        disturbed.assertSameAs(new Remains(parts.stranger, calm, calmly.report()), EVENTS, "-Dthalweg.seed=" + SEED);
    }

    private static RunContainer finish(Play play, RunContainer... learners) {
        play.feeder().finish();
        return parts.finish(play.scene(), Scene.NOON, learners);
    }

    private static DockerClient engine() {
        return parts.kafka.getDockerClient();
    }

    private static void sleep(long millis) {
        LockSupport.parkNanos(millis * 1_000_000);
    }

    @Test
    void eachContainerMayStopOrDieInMidRun() {
        tell("restarted", "kafka:    { ", play -> {
            RunContainer learner = play.learner("a");
            play.reach(EVENTS / 6, learner);
            learner.killAndStart();
            play.reach(EVENTS * 2 / 6, learner);
            engine().restartContainerCmd(parts.kafka.getContainerId()).exec();
            play.reach(EVENTS * 3 / 6, learner);
            engine().killContainerCmd(parts.kafka.getContainerId()).exec();
            engine().startContainerCmd(parts.kafka.getContainerId()).exec();
            play.reach(EVENTS * 4 / 6, learner);
            engine().killContainerCmd(parts.registry.getContainerId()).exec();
            assertThat(learner.stop()).as("%s", learner).isEqualTo(TERMINATED);
            learner.startAgain();
            Cluster.await(
                    "it waits for the registry: " + learner,
                    () -> learner.log().contains("waiting for the schema registry"));
            engine().startContainerCmd(parts.registry.getContainerId()).exec();
            play.reach(EVENTS * 5 / 6, learner);
            return finish(play, learner);
        });
    }

    @Test
    void aLearnerMayBeCutOffFromItsBrokerForAMinute() {
        tell("cut", "kafka:    { ", play -> {
            RunContainer learner = play.learner("a");
            play.reach(EVENTS / 3, learner);
            learner.cutOff();
            play.feeder().grant(EVENTS * 2 / 3);
            sleep(SETTLE_MILLIS);
            long reached = play.committed();
            sleep(CUT_MILLIS - SETTLE_MILLIS);
            assertThat(play.committed()).as("%s", learner).isEqualTo(reached).isLessThan(EVENTS / 2);
            learner.connect();
            play.reach(EVENTS * 2 / 3, learner);
            return finish(play, learner);
        });
    }

    @Test
    void instancesMayBeReplacedOneAfterTheOther() {
        String next = System.getProperty("containers.next", Containers.THALWEG);
        tell("rolled", Disturbance.IMPATIENT, play -> {
            RunContainer a = play.learner("a");
            play.reach(EVENTS / 5, a);
            RunContainer b = play.learner("b");
            awaitStandby(a, b);
            assertThat(a.stop()).as("%s", a).isEqualTo(TERMINATED);
            a.replace(next);
            play.reach(EVENTS * 2 / 5, b);
            awaitStandby(a, b);
            assertThat(b.stop()).as("%s", b).isEqualTo(TERMINATED);
            b.replace(next);
            play.reach(EVENTS * 3 / 5, a);
            awaitStandby(a, b);
            return finish(play, a, b);
        });
    }

    /** One of them has the lane, and the other what it takes to go on. */
    private static void awaitStandby(RunContainer a, RunContainer b) {
        Cluster.await("a warm standby; " + a + b, () -> isWarm(a) || isWarm(b));
    }

    private static boolean isWarm(RunContainer run) {
        String words = run.log();
        int latest = words.lastIndexOf("standing by for");
        return latest > words.lastIndexOf(LEVEL)
                && WARM.matcher(words.substring(latest)).find();
    }
}
