package io.thalweg.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.client.Failures;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.ingest.Reason;
import io.thalweg.lane.Archive;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LaneSettings;
import io.thalweg.lane.LogRecord;
import io.thalweg.lane.Totals;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.SnapshotAssembly;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.SnapshotName;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.scenario.Collected;
import io.thalweg.scenario.Shelf;
import io.thalweg.wire.SnapshotReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnTopologyTest {
    private static final String CHANGELOG = "thalweg.shop.learn-checkpoints-changelog";
    private static final int EVENTS = 400;

    private final Scene scene = new Scene();
    private final List<byte[]> records = scene.log(EVENTS);
    private final FakeLog log = new FakeLog(records);
    private final LaneWatch watch = new LaneWatch();
    private final Shelf shelf = new Shelf();
    private final List<LogRecord> controls = new ArrayList<>();

    @TempDir
    Path state;

    private TopologyTestDriver driver;
    private EarlySnapshot archive = new EarlySnapshot(shelf, Duration.ofMinutes(1));
    private boolean isOpen;
    private long since; // offset at which the process was started
    private TestInputTopic<byte[], byte[]> trainLog;

    private void start() {
        var topology = new LearnTopology(
                scene.config,
                scene.registry,
                log,
                archive,
                new Declaration(scene.config.lane(), since, controls::add),
                () -> new Lane(scene.config.lane()),
                watch);
        driver = new TopologyTestDriver(topology.build(), Scene.properties(state, true));
        isOpen = true;
        trainLog = driver.createInputTopic(
                scene.config.topics().trainLog(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        if (isOpen) {
            isOpen = false;
            driver.close();
        }
    }

    private void receives(List<byte[]> values) {
        values.forEach(value -> trainLog.pipeInput(new byte[0], value, Scene.NOON));
    }

    private List<KeyValue<byte[], byte[]>> sent(String topic) {
        TestOutputTopic<byte[], byte[]> output =
                driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        return output.readKeyValuesToList();
    }

    private List<Prediction> predictions() {
        return sent(scene.config.topics().predictions()).stream()
                .map(record -> scene.outputs().readPrediction(record.value))
                .toList();
    }

    /** The lane after the first {@code count} records, without Kafka. */
    private Lane learned(int count) {
        Lane lane = new Lane(scene.config.lane());
        for (int offset = 0; offset < count; offset++) {
            lane.apply(offset, Scene.NOON, scene.trainLog().decode(records.get(offset)), Outputs.NONE);
        }
        return lane;
    }

    /** An archive whose snapshots come when they are released. */
    private record SlowArchive(Archive archive, CountDownLatch release, AtomicInteger loads) implements Archive {
        @Override
        public LaneSettings settings(String configuration) {
            return archive.settings(configuration);
        }

        @Override
        public StoredSnapshot snapshot(SnapshotName name) {
            loads.incrementAndGet();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return archive.snapshot(name);
        }
    }

    private LaneStatus status() {
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        return watch.statuses().get(0);
    }

    @Test
    void everyEventHasOnePredictionUnderItsKey() {
        start();
        receives(records);
        Set<String> keys = new TreeSet<>();
        List<KeyValue<byte[], byte[]>> sent = sent(scene.config.topics().predictions());
        sent.forEach(record -> keys.add(new String(record.key, UTF_8)));
        assertThat(sent).hasSize(EVENTS);
        assertThat(keys).hasSize(EVENTS);
        assertThat(status().totals()).isEqualTo(learned(EVENTS + 1).totals());
    }

    @Test
    void aRequestIsAnsweredAtOnceAndChangesNothing() {
        start();
        String topic = Scene.REQUESTS;
        receives(List.of(scene.trainLog().encode(scene.example(topic, scene.request("ask"), 0))));
        List<Prediction> answers = predictions();
        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.key()).isEqualTo("ask".getBytes(UTF_8));
            assertThat(answer.tasks()).containsExactly("click", "dwell");
            assertThat(answer.version()).isZero();
            assertThat(answer.labels()).containsOnly(Float.NaN);
        });
        assertThat(status().totals()).isEqualTo(new Totals(0, 0, 1, 0, 0, 0, 0));
    }

    @Test
    void aDuplicateIsCountedAndNeitherLearnedNorPredicted() {
        start();
        byte[] event = scene.trainLog().encode(scene.example(Scene.CLICKS, scene.click("one", 1), 0));
        receives(List.of(event, event, records.get(EVENTS)));
        assertThat(predictions()).hasSize(1);
        assertThat(status().totals()).isEqualTo(new Totals(1, 0, 0, 1, 0, 1, 0));
    }

    @Test
    void metricsAndWholeSnapshotsAreSent() {
        start();
        receives(records);
        assertThat(sent(scene.config.topics().metrics()))
                .isNotEmpty()
                .allSatisfy(record -> assertThat(new String(record.key, UTF_8)).isIn("click", "dwell"));
        SnapshotReader reader = new SnapshotReader(scene.registry);
        List<KeyValue<byte[], byte[]>> snapshots = sent(scene.config.topics().snapshots());
        assertThat(snapshots.stream().flatMap(record -> reader.manifest(record.value).stream()))
                .singleElement()
                .satisfies(manifest -> {
                    SnapshotAssembly assembly = SnapshotAssembly.digesting(manifest);
                    snapshots.forEach(record -> reader.chunk(record.value).ifPresent(assembly::take));
                    assertThat(assembly.complaint()).isEmpty();
                });
    }

    @Test
    void aCheckpointFollowsTheFirstRecordAndThenEveryFifty() {
        start();
        receives(records.subList(0, 1));
        assertThat(sent(CHANGELOG)).isNotEmpty();
        receives(records.subList(1, 50));
        assertThat(sent(CHANGELOG)).isEmpty();
        receives(records.subList(50, 51));
        assertThat(sent(CHANGELOG)).isNotEmpty();
    }

    @Test
    void aCleanStopWritesACheckpointAndReportsTheModel() {
        start();
        receives(records.subList(0, 80));
        sent(CHANGELOG);
        assertThat(watch.settle(Duration.ZERO)).isFalse();
        driver.advanceWallClockTime(Duration.ofMillis(100));
        assertThat(watch.settle(Duration.ZERO)).isTrue();
        assertThat(sent(CHANGELOG)).isNotEmpty();
        stop();
        assertThat(watch.statuses()).singleElement().satisfies(last -> {
            assertThat(last.nextOffset()).isEqualTo(80);
            assertThat(last.parametersSha256()).isEqualTo(learned(80).parametersSha256());
        });
    }

    @Test
    void whatIsCommittedAlreadyIsLearnedSilently() {
        log.committedUpTo(300);
        start();
        assertThat(predictions()).isEmpty();
        assertThat(status().nextOffset()).isEqualTo(300);
        watch.settle(Duration.ZERO);
        stop();
        assertThat(watch.statuses().get(0).parametersSha256())
                .isEqualTo(learned(300).parametersSha256());
    }

    @Test
    void aRecordThatIsNoneOfOursGoesToQuarantineAndTheNextOneIsLearned() {
        start();
        receives(List.of("by hand".getBytes(UTF_8), records.get(1)));
        assertThat(sent(scene.config.topics().quarantine())).singleElement().satisfies(record -> {
            var event = scene.outputs().readQuarantined(record.value);
            assertThat(event.reason()).isEqualTo(Reason.NOT_AVRO.name());
            assertThat(event.source().topic()).isEqualTo(scene.config.topics().trainLog());
            assertThat(event.value()).isEqualTo("by hand".getBytes(UTF_8));
        });
        assertThat(status().nextOffset()).isEqualTo(2);
    }

    @Test
    void aPromotionThatDoesNotFitGoesToQuarantineAndLearningGoesOn() {
        LaneSettings narrow =
                ThalwegConfig.lane(scene.config.lane().configuration().replace("window: 1000", "window: 999"));
        Lane other = new Lane(narrow);
        Collected collected = new Collected();
        other.snapshot(SnapshotManifest.Cause.LAST, collected);
        var misfit = shelf.put(collected.snapshots().get(0));
        start();
        receives(records.subList(0, 20));
        receives(List.of(scene.trainLog().encode(new LogRecord.Promote(0, misfit)), records.get(20)));
        assertThat(sent(scene.config.topics().quarantine())).singleElement().satisfies(record -> {
            var event = scene.outputs().readQuarantined(record.value);
            assertThat(event.reason()).isEqualTo(Reason.DOES_NOT_FIT.name());
            assertThat(event.detail()).contains("duplicates.window is 1000 live and 999 in the snapshot");
        });
        assertThat(status().nextOffset()).isEqualTo(22);
    }

    private byte[] otherConfiguration() {
        String faster = scene.config.lane().configuration().replace("rate: 0.05", "rate: 0.5");
        assertThat(faster).isNotEqualTo(scene.config.lane().configuration());
        return scene.trainLog().encode(new LogRecord.Configure(0, faster));
    }

    @Test
    void aSnapshotThatTakesLongerThanATransactionIsThereWhenTheRecordComesAgain() {
        Collected collected = new Collected();
        Lane large = new Lane(scene.config.lane());
        large.apply(7, 0, scene.example(Scene.CLICKS, scene.click("one", 1), 0), Outputs.NONE);
        large.snapshot(SnapshotManifest.Cause.LAST, collected);
        var name = shelf.put(collected.snapshots().get(0));
        SlowArchive slow = new SlowArchive(shelf, new CountDownLatch(1), new AtomicInteger());
        archive = new EarlySnapshot(slow, Duration.ofMillis(50));
        byte[] promotion = scene.trainLog().encode(new LogRecord.Promote(0, name));
        start();
        receives(records.subList(0, 20));
        assertThatThrownBy(() -> receives(List.of(promotion)))
                .satisfies(failure -> assertThat(Failures.isOutage(failure)).isTrue())
                .satisfies(failure ->
                        assertThat(Failures.explain(failure)).matches("snapshot .* is still being loaded .*"));
        assertThat(archive.isReady()).isFalse();
        slow.release().countDown();
        archive.prepare(name);
        assertThat(archive.isReady()).isTrue();
        stop();
        start();
        receives(records.subList(0, 20));
        receives(List.of(promotion));
        assertThat(slow.loads()).hasValue(1);
        assertThat(sent(scene.config.topics().quarantine())).isEmpty();
        assertThat(status().totals().learned()).isEqualTo(large.totals().learned());
    }

    @Test
    void anOlderConfigurationOfTheLogIsFollowedByOurs() {
        since = 21;
        start();
        receives(records.subList(0, 20));
        receives(List.of(otherConfiguration()));
        assertThat(controls)
                .singleElement()
                .isEqualTo(
                        new LogRecord.Configure(Scene.NOON, scene.config.lane().configuration()));
    }

    @Test
    void aNewerConfigurationOfTheLogIsNotTakenBack() {
        since = 20;
        start();
        receives(records.subList(0, 20));
        receives(List.of(otherConfiguration()));
        receives(records.subList(21, 40));
        assertThat(controls).isEmpty();
        assertThat(status().totals().learned()).isEqualTo(learned(40).totals().learned() - isLearned(20));
        stop();
        log.committedUpTo(40);
        records.set(20, otherConfiguration());
        start(); // as when the task comes back from another instance
        assertThat(controls).isEmpty();
    }

    /** How many of one record are learned. */
    private long isLearned(int offset) {
        return learned(offset + 1).totals().learned() - learned(offset).totals().learned();
    }

    @Test
    void aConfigurationThatTheLogKnowsIsNotDeclaredAgain() {
        start();
        receives(records.subList(0, 20));
        assertThat(controls).isEmpty();
    }
}
