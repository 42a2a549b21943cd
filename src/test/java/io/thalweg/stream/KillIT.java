package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.wire.Registry;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the whole process, again and again, and nobody can tell afterwards. */
class KillIT {
    private static final long SEED = Long.getLong("thalweg.seed", System.nanoTime());
    private static final int EVENTS = Integer.getInteger("thalweg.events", 60_000);
    private static final int MOVED_EVENTS = 30_000;
    private static final int KILLS = Integer.getInteger("thalweg.kills", 6);

    private final SplittableRandom random = new SplittableRandom(SEED);

    @TempDir
    Path directory;

    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = new Cluster(directory);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    /** Applications read the same topic of one partition, so that they get the same events in the same order. */
    private String yaml(String app) {
        return cluster.yaml(
                app,
                "dwell: { topic: shop.dwell",
                "dwell: { topic: shop.click",
                "requests: shop.ask",
                "",
                "shared: [8]",
                "shared: [64, 32]",
                "dimension: 4",
                "dimension: 8",
                "every: 200 }",
                "every: 20000 }",
                "every: 50 }",
                "every: 5000 }");
    }

    private Scene scene(String app) {
        ThalwegConfig config = ThalwegConfig.parse(yaml(app), app, java.util.Map.of());
        return new Scene(config, new Registry(config.registry(), state -> {}));
    }

    /** Kills at random points of the way, and sometimes at a random time after the start, ready or not. */
    private void kill(Scene scene, RunProcess run) {
        GroupOffsets learn = new GroupOffsets(
                cluster.admin,
                "thalweg." + scene.config.app() + ".learn",
                new Answers(cluster.broker.bootstrapServers()));
        TopicPartition log = new TopicPartition(scene.config.topics().trainLog(), 0);
        int[] points = IntStream.range(0, KILLS)
                .map(kill -> random.nextInt(EVENTS / 50, EVENTS * 9 / 10))
                .sorted()
                .toArray();
        System.err.printf("seed %d: kills at %s%n", SEED, Arrays.toString(points));
        for (int kill = 0; kill < KILLS; kill++) {
            long point = points[kill];
            if (kill % 3 == 2) {
                sleep(random.nextInt(4_000));
            } else {
                Cluster.await("offset " + point + " of the log is committed", () -> {
                    assertThat(run.isAlive()).as("still running: %s", run.log()).isTrue();
                    return learn.reached(log) >= point;
                });
                sleep(random.nextInt(150));
            }
            System.err.printf("kill %d at offset %d%n", kill, learn.reached(log));
            run.killAndRestart();
        }
    }

    private static void sleep(long millis) {
        LockSupport.parkNanos(millis * 1_000_000);
    }

    @Test
    void aLearnerThatWasKilledEndsWithTheModelOfOneThatWasNot() {
        Scene killed = scene("killed");
        Scene calm = scene("calm");
        cluster.create(Scene.CLICKS, 1);
        cluster.produce(Scene.CLICKS, MixedEvents.of(killed, EVENTS, random));

        RunProcess disturbed = new RunProcess(directory.resolve("killed"), yaml("killed"));
        kill(killed, disturbed);
        cluster.finish(killed, disturbed);
        RunProcess undisturbed = new RunProcess(directory.resolve("calm"), yaml("calm"));
        cluster.finish(calm, undisturbed);

        new Remains(cluster.stranger, killed, disturbed.report())
                .assertSameAs(
                        new Remains(cluster.stranger, calm, undisturbed.report()),
                        EVENTS,
                        "-Dthalweg.seed=%d".formatted(SEED));
    }

    @Test
    void aWarmStandbyGoesOnWithTheModelOfOneThatWasKilled() {
        Scene moved = scene("moved");
        Scene calm = scene("calm");
        cluster.create(Scene.CLICKS, 1);
        List<byte[]> events = MixedEvents.of(moved, MOVED_EVENTS, random);
        String standing = yaml("moved").replace("kafka:    { ", Disturbance.IMPATIENT);
        try (Feeder feeder = new Feeder(cluster.broker.bootstrapServers(), Scene.CLICKS, events, MOVED_EVENTS / 5);
                Disturbance disturbance = new Disturbance(cluster, feeder, moved, standing)) {
            disturbance.strike(new Schedule.Strike(Fault.MOVE, MOVED_EVENTS / 4, random.nextInt(200), 0));
            feeder.finish();
            cluster.finish(moved, disturbance.learner());
            RunProcess undisturbed = new RunProcess(directory.resolve("calm"), yaml("calm"));
            cluster.finish(calm, undisturbed);
            new Remains(cluster.stranger, moved, disturbance.learner().report())
                    .assertSameAs(
                            new Remains(cluster.stranger, calm, undisturbed.report()),
                            MOVED_EVENTS,
                            "-Dthalweg.seed=%d".formatted(SEED));
        }
    }
}
