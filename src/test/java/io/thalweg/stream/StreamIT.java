package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.batch.Batch;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.ingest.Reason;
import io.thalweg.lane.Lane;
import io.thalweg.publish.Outputs;
import io.thalweg.stream.ThalwegStreams.Part;
import io.thalweg.wire.OutputCodec;
import io.thalweg.wire.TrainLogCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both applications against a real broker and a real registry. */
class StreamIT {
    private static final Set<Part> BOTH = EnumSet.allOf(Part.class);

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

    private static Scene scene(String app, int partitions) {
        Scene scene = cluster.scene(app, app);
        scene.config.input().topics().forEach(topic -> cluster.create(topic.name(), partitions));
        return scene;
    }

    private static ThalwegStreams started(Scene scene) {
        return ThalwegStreams.start(scene.config, cluster.placement(scene.config.app()), BOTH);
    }

    /** Waits until everything is in the log, ends the log with a tick, and waits until that is learned. */
    private static LaneStatus finish(ThalwegStreams streams) {
        Cluster.await("all events are routed", () -> isHealthy(streams) && streams.behind(Part.ROUTE) == 0);
        streams.tick(Scene.NOON);
        Cluster.await("the tick is learned", () -> isHealthy(streams) && hasTicked(streams));
        streams.close();
        assertThat(streams.failure()).isEmpty();
        return streams.lanes().get(0);
    }

    private static boolean hasTicked(ThalwegStreams streams) {
        return streams.lanes().stream().anyMatch(lane -> lane.totals().ticks() > 0 && streams.hasCommitted(lane));
    }

    private static boolean isHealthy(ThalwegStreams streams) {
        streams.failure().ifPresent(failure -> {
            throw failure;
        });
        return true;
    }

    /** What a lane without Kafka makes of the train log. */
    private static Lane learnedFromLog(Scene scene) {
        Lane lane = new Lane(scene.config.lane());
        TrainLogCodec codec = scene.trainLog();
        for (ConsumerRecord<byte[], byte[]> record :
                cluster.read(scene.config.topics().trainLog())) {
            lane.apply(record.offset(), record.timestamp(), codec.decode(record.value()), Outputs.NONE);
        }
        return lane;
    }

    @Test
    void everyEventIsAccountedForOnce() {
        Scene scene = scene("counts", 3);
        int events = 2_000;
        List<byte[]> clicks = new ArrayList<>();
        List<byte[]> dwells = new ArrayList<>();
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            clicks.add(scene.click("e" + i, i % 3 == 0 ? 1 : 0));
            dwells.add(i % 10 == 0 ? "nonsense".getBytes(StandardCharsets.UTF_8) : scene.dwell("e" + i, i % 60));
            requests.add(scene.request("r" + i));
        }
        cluster.produce(scene.name(Scene.CLICKS), clicks);
        cluster.produce(scene.name(Scene.DWELLS), dwells);
        cluster.produce(scene.name(Scene.REQUESTS), requests);

        LaneStatus end = finish(started(scene));

        OutputCodec outputs = scene.outputs();
        int bad = events / 10;
        assertThat(end.totals().learned()).isEqualTo(2 * events - bad);
        assertThat(end.totals().requests()).isEqualTo(events);
        assertThat(end.totals().pending()).isZero();
        assertThat(end.totals().duplicates()).isZero();
        assertThat(cluster.read(scene.config.topics().trainLog())).hasSize(3 * events - bad + 2);
        assertThat(cluster.read(scene.config.topics().quarantine()))
                .hasSize(bad)
                .allSatisfy(record -> assertThat(
                                outputs.readQuarantined(record.value()).reason())
                        .isEqualTo(Reason.NOT_AVRO.name()));
        Set<Long> offsets = new TreeSet<>();
        List<ConsumerRecord<byte[], byte[]>> predictions =
                cluster.read(scene.config.topics().predictions());
        predictions.forEach(
                record -> offsets.add(outputs.readPrediction(record.value()).offset()));
        assertThat(predictions).hasSize(3 * events - bad);
        assertThat(offsets).hasSize(3 * events - bad);
        assertThat(cluster.read(scene.config.topics().metrics())).isNotEmpty();
        assertThat(cluster.read(scene.config.topics().snapshots())).isNotEmpty();
        assertThat(end.parametersSha256()).isEqualTo(learnedFromLog(scene).parametersSha256());
    }

    /** Remembers what it was told. */
    private static final class Told implements StreamObserver {
        private final Set<String> engines = new ConcurrentSkipListSet<>();
        private final Set<Part> commits = ConcurrentHashMap.newKeySet();
        private final LongAdder routed = new LongAdder();
        private final LongAdder learned = new LongAdder();

        @Override
        public void starts(Part part, KafkaStreams engine) {
            engines.add("start of " + part);
        }

        @Override
        public void ends(KafkaStreams engine) {
            engines.add("end");
        }

        @Override
        public void routed() {
            routed.increment();
        }

        @Override
        public void stepped(Batch batch, long logTime, long nanos) {
            learned.add(batch.size());
        }

        @Override
        public void committed(Part part, long nanos) {
            assertThat(nanos).isPositive();
            commits.add(part);
        }
    }

    @Test
    void anObserverIsToldOfEventsStepsAndCommits() {
        Scene scene = scene("observed", 1);
        List<byte[]> clicks = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            clicks.add(scene.click("e" + i, i % 3 == 0 ? 1 : 0));
        }
        cluster.produce(scene.name(Scene.CLICKS), clicks);
        Told told = new Told();
        finish(ThalwegStreams.start(scene.config, cluster.placement("observed"), BOTH, told));
        assertThat(told.routed.sum()).isEqualTo(500);
        assertThat(told.learned.sum()).isEqualTo(500);
        assertThat(told.commits).containsExactlyInAnyOrder(Part.ROUTE, Part.LEARN);
        assertThat(told.engines).containsExactly("end", "start of LEARN", "start of ROUTE");
    }

    @Test
    void aStoppedLearnerGoesOnWhereItWas() {
        Scene scene = scene("restart", 1);
        List<byte[]> clicks = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            clicks.add(scene.click("e" + i, i % 3 == 0 ? 1 : 0));
        }
        cluster.produce(scene.name(Scene.CLICKS), clicks.subList(0, 700));
        ThalwegStreams first = started(scene);
        Cluster.await(
                "700 are learned",
                () -> isHealthy(first)
                        && first.lanes().stream().anyMatch(lane -> lane.totals().learned() == 700));
        first.close();
        cluster.produce(scene.name(Scene.CLICKS), clicks.subList(700, 1_000));

        LaneStatus end = finish(started(scene));

        assertThat(end.totals().learned()).isEqualTo(1_000);
        assertThat(end.parametersSha256()).isEqualTo(learnedFromLog(scene).parametersSha256());
        assertThat(cluster.read(scene.config.topics().predictions())).hasSize(1_000);
    }

    @Test
    void anInputTopicThatDoesNotExistIsNamedWithTheCommandToCreateIt() {
        ThalwegConfig config = cluster.config("nowhere", Scene.CLICKS, "no.such.topic");
        assertThatThrownBy(() -> ThalwegStreams.start(config, cluster.placement("nowhere"), BOTH))
                .isInstanceOf(StreamException.class)
                .hasMessageContainingAll("no.such.topic", "kafka-topics.sh", "--create");
    }

    @Test
    void emptyTopicsAreWaitedForQuietly() {
        Scene scene = scene("empty", 2);
        try (ThalwegStreams streams = started(scene)) {
            Cluster.await(
                    "both run", () -> streams.states().values().stream().allMatch(KafkaStreams.State.RUNNING::equals));
            assertThat(streams.behind(Part.ROUTE)).isZero();
            assertThat(streams.failure()).isEmpty();
        }
    }

    @Test
    void aTrainLogOfSeveralPartitionsIsRefused() {
        Scene scene = scene("wide", 1);
        cluster.create(scene.config.topics().trainLog(), 2);
        assertThatThrownBy(() -> started(scene))
                .isInstanceOf(StreamException.class)
                .hasMessageContaining("has 2 partitions, and must have one");
    }

    @Test
    void aLogThatHasForgottenWhatTheModelNeedsIsRefused() throws Exception {
        Scene scene = scene("forgetful", 1);
        List<byte[]> clicks = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            clicks.add(scene.click("e" + i, i % 3 == 0 ? 1 : 0));
        }
        cluster.produce(scene.name(Scene.CLICKS), clicks);
        finish(started(scene));
        var log = new TopicPartition(scene.config.topics().trainLog(), 0);
        cluster.produce(scene.name(Scene.CLICKS), List.of(scene.click("late", 1)));
        try (ThalwegStreams route =
                ThalwegStreams.start(scene.config, cluster.placement("forgetful"), EnumSet.of(Part.ROUTE))) {
            Cluster.await("routed", () -> route.behind(Part.ROUTE) == 0);
        }
        cluster.admin
                .deleteRecords(Map.of(log, RecordsToDelete.beforeOffset(-1)))
                .all()
                .get();

        ThalwegStreams learn =
                ThalwegStreams.start(scene.config, cluster.placement("forgetful"), EnumSet.of(Part.LEARN));
        Cluster.await("it fails", () -> learn.failure().isPresent());
        assertThat(learn.failure().orElseThrow()).hasMessageContaining("retention");
        learn.close();
    }

    @Test
    void aChangedModelIsRefusedInWords() {
        Scene scene = scene("changed", 1);
        cluster.produce(scene.name(Scene.CLICKS), List.of(scene.click("one", 1)));
        finish(started(scene));
        ThalwegConfig other = cluster.config("changed", "shared: [8]", "shared: [16]", "shop.", "changed.shop.");
        ThalwegStreams streams = ThalwegStreams.start(other, cluster.placement("changed"), EnumSet.of(Part.LEARN));
        Cluster.await("it fails", () -> streams.failure().isPresent());
        assertThat(streams.failure().orElseThrow()).hasMessageContaining("model.layers.shared");
        streams.close();
    }
}
