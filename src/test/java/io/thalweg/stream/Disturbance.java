package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.embedded.EmbeddedBroker;
import io.thalweg.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Lets faults happen to an application, and sees to it that they did. */
final class Disturbance implements AutoCloseable {
    private static final int KILLED = 128 + 9;
    private static final int TERMINATED = 128 + 15;
    private static final int STALL_MILLIS = 5_500; // above the timeouts of the yaml
    private static final int STALL_TRIES = 3;
    private static final int AHEAD = 2_000; // events that are left to be learned when a fault strikes
    private static final Pattern WARM = Pattern.compile("standing by for \\S+(: has the blocks|, from block [1-9])");
    private static final String LEVEL = "the model is at offset"; // said whenever a lane has come back

    /** Timeouts short enough to be outlived, and a warm standby wherever there is a second instance. */
    static final String IMPATIENT = "kafka:    { num.standby.replicas: 1, session.timeout.ms: 6000,"
            + " heartbeat.interval.ms: 1500, producer.max.block.ms: 4000, producer.delivery.timeout.ms: 4000, producer.request.timeout.ms: 3000,"
            + " producer.transaction.timeout.ms: 5000, ";

    private final Cluster cluster;
    private final Feeder feeder;
    private final ThalwegConfig config;
    private final String yaml;
    private final Path directory;
    private final GroupOffsets learned;
    private final TopicPartition log;
    private final Map<Fault, Integer> happened = new EnumMap<>(Fault.class);
    private RunProcess learner;
    private @Nullable RunProcess idle; // the other instance, which is not running but while the task moves
    private int kills;
    private int restarts; // after it had stopped by itself

    /** Starts the application, which {@code feeder} feeds. */
    Disturbance(Cluster cluster, Feeder feeder, Scene scene, String yaml) {
        this.cluster = cluster;
        this.feeder = feeder;
        config = scene.config;
        this.yaml = yaml;
        directory = cluster.directory.resolve(scene.config.app());
        learned = new GroupOffsets(
                cluster.admin,
                "thalweg." + scene.config.app() + ".learn",
                new Answers(cluster.broker.bootstrapServers()));
        log = new TopicPartition(scene.config.topics().trainLog(), 0);
        learner = new RunProcess(directory.resolve("a"), yaml, "a");
    }

    /** Lets one fault happen when its time has come. */
    void strike(Schedule.Strike strike) {
        long waiting = System.nanoTime();
        awaitProgress(strike.offset());
        sleep(strike.delay());
        long begun = System.nanoTime();
        strike.fault().strike(this, strike.millis());
        happened.merge(strike.fault(), 1, Integer::sum);
        System.err.printf(
                "%s: %.1f s after %.1f s%n", strike, (System.nanoTime() - begun) / 1e9, (begun - waiting) / 1e9);
    }

    /** The process that has the lane. */
    RunProcess learner() {
        return learner;
    }

    /** What has happened. */
    String story() {
        return "happened: %s, %d SIGKILLs, %d restarts after a stop by itself".formatted(happened, kills, restarts);
    }

    /** Why it may be that it stands still. */
    String findings() {
        List<RunProcess> runs = new ArrayList<>(List.of(learner));
        if (idle != null && idle.isAlive()) {
            runs.add(idle);
        }
        return Findings.about(cluster, config, runs);
    }

    int kills() {
        return kills;
    }

    /** A learner that has stopped must have said what to do; the harness does it: it starts it again. */
    private void awaitProgress(long offset) {
        feeder.grant(offset * 102 / 100 + AHEAD); // some of the events are in quarantine, not in the log
        Cluster.await("offset " + offset + " of the log is committed", () -> {
            if (!learner.isAlive()) {
                restartStopped();
            }
            return learned.reached(log) >= offset;
        });
    }

    private void restartStopped() {
        assertThat(learner.exitCode()).as(learner.log()).isEqualTo(1);
        assertThat(learner.log().lines().reduce((first, second) -> second).orElse(""))
                .as("the last words of a learner that stopped by itself")
                .startsWith("thalweg: ");
        System.err.println("stopped by itself: "
                + learner.log().lines().reduce((first, second) -> second).orElse(""));
        restarts++;
        learner.restart();
    }

    private void killLearner() {
        assertThat(learner.isAlive())
                .as("there is somebody to kill: %s", learner.log())
                .isTrue();
        assertThat(learner.kill()).isEqualTo(KILLED);
        kills++;
    }

    void kill(int millis) {
        killLearner();
        learner.restart();
    }

    void killStarting(int millis) {
        kill(0);
        sleep(millis);
        kill(0);
    }

    void close(int millis) {
        awaitWords(learner, words -> words.contains(LEVEL), "it learns");
        assertThat(learner.stop()).as(learner.log()).isEqualTo(TERMINATED);
        String words = learner.words();
        boolean isAway = words.lastIndexOf("LEARN has lost the broker") > words.lastIndexOf("LEARN is RUNNING");
        assertThat(words).contains(isAway ? "LEARN is ERROR" : "LEARN is NOT_RUNNING", "; learned ");
        learner.restart();
    }

    void move(int millis) {
        if (idle == null) {
            idle = new RunProcess(directory.resolve("b"), yaml, "b");
        } else {
            idle.restart();
        }
        RunProcess second = idle;
        try {
            Cluster.await("there is a warm standby", () -> isWarm(learner) || isWarm(second));
        } catch (AssertionError e) {
            throw new AssertionError(
                    "no warm standby; one says: %s; the other: %s".formatted(learner.words(), second.words()), e);
        }
        if (isWarm(learner)) { // the engine gives the lane to whom it likes
            idle = learner;
            learner = second;
        }
        RunProcess standby = idle;
        killLearner();
        idle = learner;
        learner = standby;
        awaitWords(
                standby,
                words -> words.contains("taking over") && words.lastIndexOf(LEVEL) > words.lastIndexOf("taking over"),
                "the standby has taken over");
    }

    /** Whether it stands by with blocks: read from the changelog, or its own, if it has had the lane before. */
    private static boolean isWarm(RunProcess run) {
        assertThat(run.isAlive()).as("still running: %s", run.log()).isTrue();
        String words = run.words();
        String latest = words.substring(words.lastIndexOf("no more:") + 1);
        return WARM.matcher(latest).find();
    }

    void stopBroker(int millis) {
        restartBroker(EmbeddedBroker::close, millis);
    }

    void killBroker(int millis) {
        restartBroker(EmbeddedBroker::kill, millis);
    }

    private void restartBroker(Consumer<EmbeddedBroker> end, int millis) {
        EmbeddedBroker before = cluster.broker;
        end.accept(before);
        assertThat(before.process().isAlive()).isFalse();
        sleep(millis);
        cluster.broker = EmbeddedBroker.start(cluster.directory.resolve("broker"));
        assertThat(cluster.broker.bootstrapServers()).isEqualTo(before.bootstrapServers());
        assertThat(cluster.broker.process().pid()).isNotEqualTo(before.process().pid());
    }

    /** A stall that finds nobody at work loses nothing, and is tried again. */
    void stallBroker(int millis) {
        for (int tries = 1; ; tries++) {
            long said = learner.said();
            signal("STOP");
            sleep(STALL_MILLIS + millis);
            signal("CONT");
            long reached = learned.reached(log);
            awaitProgress(reached + AHEAD / 2);
            if (learner.wordsAfter(said).contains(LEVEL)) {
                return;
            }
            assertThat(tries)
                    .as("stalls, and no transaction was lost: %s", learner.wordsAfter(said))
                    .isLessThan(STALL_TRIES);
        }
    }

    private void signal(String name) {
        try {
            Process signal = new ProcessBuilder(
                            "sh",
                            "-c",
                            "kill -%s %d"
                                    .formatted(name, cluster.broker.process().pid()))
                    .start();
            assertThat(signal.waitFor()).as("SIG%s sent", name).isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void takeRegistryAway(int millis) {
        cluster.registry.kill();
        assertThat(cluster.registry.process().isAlive()).isFalse();
        kill(0);
        awaitWords(learner, words -> words.contains("waiting for the schema registry"), "it waits");
        sleep(millis);
        assertThat(learner.isAlive()).as(learner.log()).isTrue();
        cluster.registry = EmbeddedRegistry.start(cluster.directory.resolve("registry"));
        awaitWords(learner, words -> words.contains("answers again"), "the registry is back");
    }

    private static void awaitWords(RunProcess run, Predicate<String> spoken, String what) {
        try {
            Cluster.await(what, () -> run.isAlive() && spoken.test(run.words()));
        } catch (AssertionError e) {
            throw new AssertionError("%s; alive: %s; it says: %s".formatted(what, run.isAlive(), run.words()), e);
        }
    }

    private static void sleep(long millis) {
        LockSupport.parkNanos(millis * 1_000_000);
    }

    @Override
    public void close() {
        learner.kill();
    }
}
