package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LogRecord;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.scenario.Collected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoggedConfigurationTest {
    private static final TopicPartition LOG = new TopicPartition("log", 0);

    private final Scene scene = new Scene();
    private final List<ConsumerRecord<byte[], byte[]>> kept = new ArrayList<>();
    private final List<Long> positions = new ArrayList<>(); // asked for
    private final MockConsumer<byte[], byte[]> broker = new MockConsumer<>("none") {
        /** Gives a record again to who goes back to it, as a broker does. */
        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            kept.forEach(this::addRecord);
            positions.add(position(LOG));
            return super.poll(timeout);
        }
    };
    private final ThalwegConfig other =
            ThalwegConfig.parse(Scene.yaml().replace("  item:  { type: categorical }\n", ""), "fewer.yaml", Map.of());
    private long end;

    private LoggedConfiguration read(SnapshotManifest... snapshots) {
        LoggedConfiguration logged =
                new LoggedConfiguration(new TrainLogReader(scene.trainLog(), LOG), () -> broker, List.of(snapshots));
        logged.read();
        return logged;
    }

    /** A snapshot of a lane with this configuration, which has learned up to an offset. */
    private static SnapshotManifest snapshot(ThalwegConfig config, long nextOffset) {
        Collected collected = new Collected();
        Lane lane = new Lane(config.lane());
        lane.apply(nextOffset - 1, 0, new LogRecord.Tick(Scene.NOON), Outputs.NONE);
        lane.snapshot(SnapshotManifest.Cause.SCHEDULED, collected);
        return collected.snapshots().get(0).manifest();
    }

    private static int layout(ThalwegConfig config) {
        return config.features().fingerprint();
    }

    private byte[] configure(ThalwegConfig config) {
        return scene.trainLog()
                .encode(new LogRecord.Configure(Scene.NOON, config.lane().configuration()));
    }

    /** Events of the first layout, as an old route process goes on writing them. */
    private List<byte[]> strays() {
        return Collections.nCopies(1_200, scene.log(1).get(0));
    }

    /** The log as it stands when it is first read. */
    private void log(List<byte[]> values) {
        broker.updateBeginningOffsets(Map.of(LOG, 0L));
        values.forEach(this::append);
        broker.updateEndOffsets(Map.of(LOG, end));
    }

    private void append(byte[] value) {
        kept.add(new ConsumerRecord<>(LOG.topic(), LOG.partition(), end++, null, value));
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void aLogOfEventsAloneSpeaksOfTheirLayout() {
        log(scene.log(20));
        LoggedConfiguration logged = read();
        assertThat(logged.speaksOf(layout(scene.config))).isTrue();
        assertThat(logged.speaksOf(layout(other))).isFalse();
        assertThat(logged.settings()).isEmpty();
    }

    @Test
    void aLogThatSaysNothingContradictsNobody() {
        log(List.of(scene.trainLog().encode(new LogRecord.Tick(Scene.NOON))));
        assertThat(read().speaksOf(layout(other))).isTrue();
    }

    @Test
    void aConfigurationThatComesLaterIsTaken() {
        log(scene.log(20));
        LoggedConfiguration logged = read();
        logged.readOn();
        assertThat(logged.speaksOf(layout(other))).isFalse();
        append(configure(other));
        logged.readOn();
        assertThat(logged.speaksOf(layout(other))).isTrue();
        assertThat(logged.settings()).contains(other.lane());
    }

    @Test
    void strayEventsBehindAConfigurationSayNothing() {
        List<byte[]> values = new ArrayList<>(scene.log(20));
        values.add(configure(other));
        values.addAll(strays());
        log(values);
        assertThat(read().speaksOf(layout(other))).isTrue();
        assertThat(read().speaksOf(layout(scene.config))).isFalse();
    }

    @Test
    void whatLiesBeforeTheNewestSnapshotIsNotRead() {
        List<byte[]> values = new ArrayList<>(Collections.nCopies(5_000, new byte[] {1, 2, 3}));
        values.addAll(strays());
        log(values);
        LoggedConfiguration logged = read(snapshot(scene.config, 10), snapshot(other, 5_000));
        assertThat(logged.speaksOf(layout(other))).isTrue();
        assertThat(logged.speaksOf(layout(scene.config))).isFalse();
        assertThat(positions.get(0)).isEqualTo(5_000);
    }

    @Test
    void aSnapshotOfALongerLogIsOfAnotherOne() {
        log(scene.log(20));
        assertThat(read(snapshot(other, 5_000)).speaksOf(layout(scene.config))).isTrue();
    }

    @Test
    void aSnapshotIsNoWitnessOfWhatRetentionHasDeletedBehindIt() {
        log(scene.log(20));
        broker.updateBeginningOffsets(Map.of(LOG, 15L));
        assertThat(read(snapshot(other, 10)).speaksOf(layout(scene.config))).isTrue();
    }

    @Test
    void aConfigurationThatTheLaneCannotTakeUpChangesNothing() {
        List<byte[]> values = new ArrayList<>(List.of(configure(scene.config)));
        values.addAll(scene.log(20));
        values.add(configure(
                ThalwegConfig.parse(Scene.yaml().replace("dimension: 4", "dimension: 2"), "shorter.yaml", Map.of())));
        log(values);
        assertThat(read().settings()).contains(scene.config.lane());
    }

    @Test
    void aPromotedModelBringsItsOwn() {
        ThalwegConfig deeper =
                ThalwegConfig.parse(Scene.yaml().replace("shared: [8]", "shared: [8, 4]"), "deeper.yaml", Map.of());
        SnapshotManifest promoted = snapshot(deeper, 7).copied();
        List<byte[]> values = new ArrayList<>(List.of(configure(scene.config)));
        values.addAll(scene.log(20));
        values.add(scene.trainLog().encode(new LogRecord.Promote(Scene.NOON, promoted.name())));
        log(values);
        assertThat(read(promoted).settings()).contains(deeper.lane());
    }

    /** As when it is appended just after the end was asked for, and comes with the records before it. */
    @Test
    void aConfigurationBehindTheEndIsNotMissed() {
        log(scene.log(20));
        append(configure(other));
        broker.updateEndOffsets(Map.of(LOG, end - 1));
        LoggedConfiguration logged = read();
        assertThat(logged.speaksOf(layout(other))).isFalse();
        logged.readOn();
        assertThat(logged.speaksOf(layout(other))).isTrue();
    }
}
