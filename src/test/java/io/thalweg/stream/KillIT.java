package io.thalweg.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.ingest.InputTopic;
import io.thalweg.lane.LogRecord;
import io.thalweg.publish.Prediction;
import io.thalweg.wire.OutputCodec;
import io.thalweg.wire.Registry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the whole process, again and again, and nobody can tell afterwards. */
class KillIT {
    private static final long SEED = Long.getLong("thalweg.seed", System.nanoTime());
    private static final int EVENTS = Integer.getInteger("thalweg.events", 60_000);
    private static final int KILLS = Integer.getInteger("thalweg.kills", 6);
    private static final int BAD_EVERY = 100;

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

    /** Labelled events, requests, duplicates and records that nobody can read. */
    private List<byte[]> events(Scene scene) {
        List<byte[]> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            boolean isRequest = random.nextInt(30) == 0;
            String id = "e" + (i > 100 && random.nextInt(50) == 0 ? i - 1 - random.nextInt(100) : i);
            byte[] event = scene.click(id, isRequest ? Double.NaN : random.nextInt(8) < (i & 7) ? 1 : 0);
            events.add(i % BAD_EVERY == 0 ? "nonsense".getBytes(UTF_8) : event);
        }
        return events;
    }

    private GroupOffsets offsets(String app, String part) {
        return new GroupOffsets(
                cluster.admin, "thalweg." + app + "." + part, new Answers(cluster.broker.bootstrapServers()));
    }

    /** Waits until the log is complete, ends it with a tick, and waits until the process has ended by itself. */
    private void finish(Scene scene, RunProcess run) {
        String app = scene.config.app();
        Cluster.await("all events of " + app + " are routed", () -> {
            assertThat(run.isAlive()).as("still running: %s", run.log()).isTrue();
            return offsets(app, "route").behind(inputs(scene)) == 0;
        });
        cluster.produce(
                scene.config.topics().trainLog(), List.of(scene.trainLog().encode(new LogRecord.Tick(Scene.NOON))));
        assertThat(run.exitCode()).as("exit code; %s", run.log()).isZero();
    }

    private static List<String> inputs(Scene scene) {
        return scene.config.input().topics().stream().map(InputTopic::name).toList();
    }

    /** Kills at random points of the way, and sometimes at a random time after the start, ready or not. */
    private void kill(Scene scene, RunProcess run) {
        GroupOffsets learn = offsets(scene.config.app(), "learn");
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
        cluster.produce(Scene.CLICKS, events(killed));

        RunProcess disturbed = new RunProcess(directory.resolve("killed"), yaml("killed"));
        kill(killed, disturbed);
        finish(killed, disturbed);
        RunProcess undisturbed = new RunProcess(directory.resolve("calm"), yaml("calm"));
        finish(calm, undisturbed);

        for (String figure :
                List.of("parametersSha256", "learned", "requests", "duplicates", "snapshots", "ticks", "tasks")) {
            assertThat(disturbed.report().get(figure))
                    .as("%s (-Dthalweg.seed=%d)", figure, SEED)
                    .isEqualTo(undisturbed.report().get(figure));
        }
        assertThat(undisturbed.report().get("duplicates").asLong()).isPositive();
        assertThat(predictions(killed)).isEqualTo(predictions(calm));
        assertThat(predictions(calm))
                .hasSize(undisturbed.report().get("learned").asInt()
                        + undisturbed.report().get("requests").asInt());
        for (Scene scene : List.of(killed, calm)) {
            assertThat(cluster.read(scene.config.topics().trainLog())).hasSize(EVENTS - EVENTS / BAD_EVERY + 1);
            assertThat(cluster.read(scene.config.topics().quarantine())).hasSize(EVENTS / BAD_EVERY);
        }
        assertThat(cluster.read(killed.config.topics().snapshots()))
                .hasSameSizeAs(cluster.read(calm.config.topics().snapshots()));
        assertThat(cluster.read(killed.config.topics().metrics()))
                .hasSameSizeAs(cluster.read(calm.config.topics().metrics()));
    }

    /** Everything in a prediction but the log's offsets, which the ends of transactions shift. */
    private List<String> predictions(Scene scene) {
        OutputCodec codec = scene.outputs();
        List<String> predictions = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record :
                cluster.read(scene.config.topics().predictions())) {
            Prediction prediction = codec.readPrediction(record.value());
            predictions.add(new String(record.key(), UTF_8)
                    + prediction.version()
                    + Arrays.toString(prediction.scores())
                    + Arrays.toString(prediction.labels()));
        }
        return predictions;
    }
}
