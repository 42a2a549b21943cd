package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.wire.Registry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that can happen to a learner happens to one, at random points of a seeded schedule; nobody can tell
 * afterwards. CONTRIBUTING.md says how to let it happen for longer.
 */
class FaultsIT {
    private static final long SEED = Long.getLong("faults.seed", System.nanoTime());
    private static final int ROUNDS = Integer.getInteger("faults.rounds", 1);
    private static final int EVENTS = Integer.getInteger("faults.events", 40_000 * ROUNDS);
    private static final List<Fault> FAULTS = Fault.named(System.getProperty("faults.kinds", ""));
    private static final int PER_SECOND = Integer.getInteger("faults.rate", 8_000);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
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

    private String yaml(String app) {
        return cluster.yaml(
                app,
                "kafka:    { ",
                Disturbance.IMPATIENT,
                "dwell: { topic: shop.dwell",
                "dwell: { topic: shop.click",
                "requests: shop.ask",
                "",
                "shared: [8]",
                "shared: [64, 32]",
                "dimension: 4",
                "dimension: 8",
                "every: 200 }",
                "every: 10000 }",
                "every: 50 }",
                "every: 3000 }");
    }

    private Scene scene(String app) {
        ThalwegConfig config = ThalwegConfig.parse(yaml(app), app, Map.of());
        return new Scene(config, new Registry(config.registry(), state -> {}));
    }

    private Remains finish(Scene scene, RunProcess run) {
        cluster.finish(scene, run);
        return new Remains(cluster.stranger, scene, run.report());
    }

    private Remains disturb(Schedule schedule, Feeder feeder, Disturbance disturbance, Scene disturbed) {
        try {
            schedule.strikes().forEach(disturbance::strike);
            feeder.finish();
            return finish(disturbed, disturbance.learner());
        } catch (AssertionError | RuntimeException e) {
            System.err.printf("%s%s; everything is left in %s%n", e, disturbance.findings(), directory);
            throw e;
        }
    }

    @Test
    void whateverHappensTheModelIsThatOfALearnerToWhomNothingDid() {
        Schedule schedule = Schedule.of(SEED, FAULTS, ROUNDS, EVENTS);
        System.err.printf("-Dfaults.seed=%d -Dfaults.rounds=%d: %s%n", SEED, ROUNDS, schedule.strikes());
        Scene disturbed = scene("disturbed");
        Scene calm = scene("calm");
        cluster.create(Scene.CLICKS, 1);
        List<byte[]> events = MixedEvents.of(disturbed, EVENTS, new SplittableRandom(SEED));
        try (Feeder feeder = new Feeder(cluster.broker.bootstrapServers(), Scene.CLICKS, events, PER_SECOND);
                Disturbance disturbance = new Disturbance(cluster, feeder, disturbed, yaml("disturbed"))) {
            Remains after = disturb(schedule, feeder, disturbance, disturbed);
            System.err.println(disturbance.story());
            Remains calmly = finish(calm, new RunProcess(directory.resolve("calm"), yaml("calm")));
            after.assertSameAs(calmly, EVENTS, disturbance.story());
            if (FAULTS.equals(List.of(Fault.values()))) {
                assertThat(disturbance.kills()).isGreaterThanOrEqualTo(4 * ROUNDS);
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "-Dfaults.seed=%d -Dfaults.rounds=%d -Dfaults.events=%d; planned: %s; %s"
                            .formatted(SEED, ROUNDS, EVENTS, schedule.strikes(), e.getMessage()),
                    e);
        }
    }
}
