package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.client.ClientSettings;
import io.thalweg.client.SnapshotTopic;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LogRecord;
import io.thalweg.lane.Succession;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.SnapshotName;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.scenario.Collected;
import io.thalweg.stream.Promoter.Promoted;
import io.thalweg.stream.ThalwegStreams.Part;
import io.thalweg.wire.TrainLogCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models and configurations that take over from others, against a real broker and a real registry. */
class SuccessionIT {
    private static final Set<Part> BOTH = EnumSet.allOf(Part.class);
    private static final String LIKES =
            "tasks:\n  like: { topic: %s, label: { field: clicked, equals: 0 }, loss: logistic }\n";

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

    private static Scene made(Scene scene) {
        scene.config.input().topics().forEach(topic -> cluster.create(topic.name(), 1));
        return scene;
    }

    private static void clicks(Scene scene, int from, int to) {
        List<byte[]> clicks = new ArrayList<>();
        for (int i = from; i < to; i++) {
            clicks.add(scene.click("e" + i, i % 3 == 0 ? 1 : 0));
        }
        cluster.produce(scene.name(Scene.CLICKS), clicks);
    }

    private static ThalwegStreams started(Scene scene) {
        return ThalwegStreams.start(scene.config, cluster.placement(scene.config.app()), BOTH);
    }

    /** Waits until everything is in the log and learned, and stops. */
    private static LaneStatus finish(ThalwegStreams streams) {
        Cluster.await("all is routed and learned", () -> {
            streams.failure().ifPresent(failure -> {
                throw failure;
            });
            return streams.behind(Part.ROUTE) == 0
                    && streams.behind(Part.LEARN) == 0
                    && !streams.lanes().isEmpty();
        });
        streams.close();
        assertThat(streams.failure()).isEmpty();
        return streams.lanes().get(0);
    }

    private static SnapshotTopic snapshots(Scene scene) {
        String app = scene.config.app();
        var settings = new ClientSettings(app, scene.config.kafka());
        return new SnapshotTopic(
                scene.config.topics().snapshots(), () -> new KafkaConsumer<>(settings.logReader()), scene.registry);
    }

    /** What is learned from the train log without an engine, beginning with the configuration of {@code first}. */
    private static Succession learnedFromLog(Scene first) {
        TrainLogCodec codec = first.trainLog();
        Succession lanes = new Succession(first.config.lane(), new TopicArchive(snapshots(first)));
        for (ConsumerRecord<byte[], byte[]> record :
                cluster.read(first.config.topics().trainLog())) {
            lanes.apply(record.offset(), record.timestamp(), codec.decode(record.value()), Outputs.NONE);
        }
        return lanes;
    }

    /** A model of {@code scene}, trained on another train log's records of the same features and tasks. */
    private static StoredSnapshot trained(Scene scene, Scene source) {
        Lane lane = new Lane(scene.config.lane());
        long offset = 0;
        for (ConsumerRecord<byte[], byte[]> record :
                cluster.read(source.config.topics().trainLog())) {
            LogRecord read = source.trainLog().decode(record.value());
            if (read instanceof LogRecord.Event) {
                lane.apply(offset++, record.timestamp(), read, Outputs.NONE);
            }
        }
        Collected collected = new Collected();
        lane.snapshot(SnapshotManifest.Cause.LAST, collected);
        return collected.snapshots().get(0);
    }

    private static Set<Long> predicted(Scene scene) {
        List<ConsumerRecord<byte[], byte[]>> records =
                cluster.read(scene.config.topics().predictions());
        Set<Long> offsets = new TreeSet<>();
        records.forEach(record ->
                offsets.add(scene.outputs().readPrediction(record.value()).offset()));
        assertThat(offsets).hasSameSizeAs(records);
        return offsets;
    }

    @Test
    void anotherArchitectureTakesOverAndCanBeTakenBack() {
        Scene scene = made(cluster.scene("promoted", "promoted"));
        clicks(scene, 0, 400);
        ThalwegStreams first = started(scene);
        Cluster.await(
                "400 are learned",
                () -> first.lanes().stream().anyMatch(lane -> lane.totals().learned() == 400));
        Scene other = cluster.scene("promoted", "promoted", "shared: [8]", "shared: [12, 6]");
        Promoted promoted;
        try (Promoter promoter = Promoter.open(scene.config)) {
            promoted = promoter.promote(trained(other, scene));
        }
        clicks(scene, 400, 700);
        LaneStatus swapped = finish(first);
        assertThat(promoted.offset()).isGreaterThanOrEqualTo(400);
        SnapshotName relabelled =
                new SnapshotName("another", promoted.snapshot().chain());
        assertThat(snapshots(scene).load(relabelled).manifest().name()).isEqualTo(promoted.snapshot());
        assertThat(swapped.parametersSha256())
                .isEqualTo(learnedFromLog(scene).lane().parametersSha256());
        assertThat(learnedFromLog(scene).lane().settings().model().shared()).containsExactly(12, 6);

        clicks(scene, 700, 800);
        LaneStatus restarted = finish(started(scene));
        assertThat(restarted.parametersSha256())
                .isEqualTo(learnedFromLog(scene).lane().parametersSha256());

        try (Promoter promoter = Promoter.open(scene.config)) {
            promoter.promote(promoter.snapshots().load(promoter.beforeLastSwap().name()));
        }
        clicks(scene, 800, 900);
        LaneStatus back = finish(started(scene));
        Succession again = learnedFromLog(scene);
        assertThat(back.parametersSha256()).isEqualTo(again.lane().parametersSha256());
        assertThat(again.lane().settings()).isEqualTo(scene.config.lane());
        assertThat(predicted(scene)).hasSizeBetween(885, 900); // the last batch is still waiting
    }

    @Test
    void theFirstRecordOfALogIsItsConfiguration() {
        Scene scene = made(cluster.scene("stated", "stated"));
        clicks(scene, 0, 50);
        finish(started(scene));
        clicks(scene, 50, 60);
        LaneStatus end = finish(started(scene));
        List<LogRecord> log = cluster.read(scene.config.topics().trainLog()).stream()
                .map(record -> scene.trainLog().decode(record.value()))
                .toList();
        assertThat(log).hasSize(61);
        assertThat(log.get(0))
                .isEqualTo(new LogRecord.Configure(0, scene.config.lane().configuration()));
        assertThat(end.parametersSha256())
                .isEqualTo(learnedFromLog(cluster.scene("stated", "stated", "rate: 0.05", "rate: 0.5"))
                        .lane()
                        .parametersSha256());
    }

    @Test
    void aTaskIsAddedAndRetiredInARunningApplication() {
        Scene scene = made(cluster.scene("evolved", "evolved"));
        clicks(scene, 0, 300);
        finish(started(scene));
        Scene more = cluster.scene("evolved", "evolved", "tasks:\n", LIKES.formatted(Scene.CLICKS));
        clicks(scene, 300, 600);
        LaneStatus grown = finish(started(more));
        assertThat(grown.metrics()).extracting(TaskMetrics::task).containsExactly("like", "click", "dwell");
        assertThat(grown.metrics().get(0).labelled()).isBetween(280L, 300L);
        assertThat(grown.metrics().get(1).labelled()).isBetween(580L, 600L);
        assertThat(grown.parametersSha256())
                .isEqualTo(learnedFromLog(scene).lane().parametersSha256());

        long changed = cluster.read(scene.config.topics().trainLog()).stream()
                .filter(record -> scene.trainLog().decode(record.value()) instanceof LogRecord.Configure)
                .mapToLong(ConsumerRecord::offset)
                .max()
                .orElseThrow();
        cluster.read(scene.config.topics().predictions()).forEach(record -> {
            Prediction prediction = scene.outputs().readPrediction(record.value());
            assertThat(prediction.tasks())
                    .containsExactly(
                            prediction.offset() < changed ? new String[] {"click"} : new String[] {"like", "click"});
        });

        clicks(scene, 600, 700);
        LaneStatus shrunk = finish(started(scene));
        Succession again = learnedFromLog(scene);
        assertThat(shrunk.parametersSha256()).isEqualTo(again.lane().parametersSha256());
        assertThat(shrunk.metrics()).extracting(TaskMetrics::task).containsExactly("click", "dwell");
        assertThat(again.isDeclared(scene.config.lane())).isTrue();
        assertThat(cluster.read(scene.config.topics().quarantine())).isEmpty();
    }

    @Test
    void aNewApplicationBeginsWithAnothersModelAndATaskMore() {
        Scene old = made(cluster.scene("elder", "elder"));
        clicks(old, 0, 300);
        finish(started(old));
        StoredSnapshot model = trained(old, old);
        Scene young = made(cluster.scene("younger", "younger", "tasks:\n", LIKES.formatted(Scene.CLICKS)));
        clicks(young, 0, 100);
        ThalwegStreams.start(young.config, cluster.placement("younger"), EnumSet.of(Part.LEARN))
                .close(); // without an event
        try (Promoter promoter = Promoter.open(young.config)) {
            promoter.begin(model);
            promoter.begin(model); // as a restarted process does
        }
        LaneStatus end = finish(started(young));
        assertThat(end.parametersSha256())
                .isEqualTo(learnedFromLog(young).lane().parametersSha256());
        assertThat(end.metrics().get(1).labelled()).isGreaterThan(380);
        try (Promoter promoter = Promoter.open(old.config)) {
            assertThatThrownBy(() -> promoter.begin(model))
                    .isInstanceOf(StreamException.class)
                    .hasMessageContaining("has learned from train log")
                    .hasMessageContaining("promote");
        }
    }

    @Test
    void aModelOfOtherTasksIsRefusedBeforeAnythingIsWritten() {
        Scene scene = made(cluster.scene("strict", "strict"));
        clicks(scene, 0, 50);
        finish(started(scene));
        Scene more = cluster.scene("strict", "strict", "tasks:\n", LIKES.formatted(Scene.CLICKS));
        Collected collected = new Collected();
        new Lane(more.config.lane()).snapshot(SnapshotManifest.Cause.LAST, collected);
        int before = cluster.read(scene.config.topics().trainLog()).size();
        for (Scene file : List.of(scene, more)) { // the file need not be the live one
            try (Promoter promoter = Promoter.open(file.config)) {
                assertThatThrownBy(() -> promoter.promote(collected.snapshots().get(0)))
                        .isInstanceOf(StreamException.class)
                        .hasMessageContaining("the snapshot has a task 'like', the live model has not");
            }
        }
        assertThat(cluster.read(scene.config.topics().trainLog())).hasSize(before);
    }
}
