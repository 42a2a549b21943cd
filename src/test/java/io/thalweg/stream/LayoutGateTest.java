package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.LogRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LayoutGateTest {
    private static final TopicPartition LOG = new TopicPartition("log", 0);

    private final Scene scene = new Scene();
    private final List<ConsumerRecord<byte[], byte[]>> kept = new ArrayList<>();
    private final MockConsumer<byte[], byte[]> broker = new MockConsumer<>("none") {
        /** Gives a record again to who goes back to it, as a broker does. */
        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            kept.forEach(this::addRecord);
            return super.poll(timeout);
        }
    };
    private final ThalwegConfig other =
            ThalwegConfig.parse(Scene.yaml().replace("  item:  { type: categorical }\n", ""), "fewer.yaml", Map.of());
    private long end;

    private LayoutGate gate(ThalwegConfig wanted) {
        return new LayoutGate(
                new TrainLogReader(scene.trainLog(), LOG),
                () -> broker,
                wanted.features().fingerprint());
    }

    /** The log as it stands when the gate first looks. */
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
    void aLogOfTheSameLayoutIsOpen() {
        LayoutGate gate = gate(scene.config);
        log(scene.log(20));
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void aLogThatSaysNothingIsOpen() {
        LayoutGate gate = gate(other);
        log(List.of(scene.trainLog().encode(new LogRecord.Tick(Scene.NOON))));
        assertThat(gate.isOpen()).isTrue();
    }

    @Test
    void anotherLayoutWaitsUntilTheLogHasTheConfiguration() {
        LayoutGate gate = gate(other);
        log(scene.log(20));
        assertThat(gate.isOpen()).isFalse();
        assertThat(gate.isOpen()).isFalse();
        append(scene.trainLog().encode(new LogRecord.Configure(Scene.NOON, configuration(other))));
        assertThat(gate.isOpen()).isTrue();
    }

    /** As when it is appended just after the gate has asked for the end, and comes with the records before it. */
    @Test
    void aConfigurationBehindTheEndIsNotMissed() {
        LayoutGate gate = gate(other);
        log(scene.log(20));
        append(scene.trainLog().encode(new LogRecord.Configure(Scene.NOON, configuration(other))));
        broker.updateEndOffsets(Map.of(LOG, end - 1));
        assertThat(gate.isOpen()).isFalse();
        assertThat(gate.isOpen()).isTrue();
    }

    private static String configuration(ThalwegConfig config) {
        return config.lane().configuration();
    }
}
