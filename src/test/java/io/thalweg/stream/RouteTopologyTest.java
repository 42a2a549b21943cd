package io.thalweg.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.ingest.Reason;
import io.thalweg.lane.LogRecord;
import io.thalweg.wire.Quarantined;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteTopologyTest {
    private static final int LARGEST = 1 << 20;

    private final Scene scene = new Scene();
    private final RouteCounts counts = new RouteCounts(StreamObserver.NONE);

    @TempDir
    Path state;

    private TopologyTestDriver driver;
    private TestOutputTopic<byte[], byte[]> trainLog;
    private TestOutputTopic<byte[], byte[]> quarantine;

    @BeforeEach
    void start() {
        var topology = new RouteTopology(scene.config, scene.registry, counts, LARGEST);
        driver = new TopologyTestDriver(topology.build(), Scene.properties(state, false));
        trainLog = output(scene.config.topics().trainLog());
        quarantine = output(scene.config.topics().quarantine());
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private void receives(String topic, byte @Nullable [] value) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput("key".getBytes(UTF_8), value, Scene.NOON);
    }

    private Quarantined rejects(String topic, byte @Nullable [] value) {
        receives(topic, value);
        assertThat(trainLog.isEmpty()).isTrue();
        TestRecord<byte[], byte[]> record = quarantine.readRecord();
        assertThat(record.key()).isEqualTo("key".getBytes(UTF_8));
        Quarantined event = scene.outputs().readQuarantined(record.value());
        assertThat(event.source().topic()).isEqualTo(topic);
        assertThat(event.timestamp()).isEqualTo(Scene.NOON);
        return event;
    }

    @Test
    void aGoodEventBecomesAnExampleInTheTrainLog() {
        receives(Scene.CLICKS, scene.click("one", 1));
        TestRecord<byte[], byte[]> record = trainLog.readRecord();
        assertThat(record.key()).isEqualTo("one".getBytes(UTF_8));
        var example = ((LogRecord.Event) scene.trainLog().decode(record.value())).example();
        assertThat(example.layout()).isEqualTo(scene.config.features().fingerprint());
        assertThat(example.time()).isEqualTo(Scene.NOON);
        assertThat(example.source().topic()).isEqualTo(Scene.CLICKS);
        assertThat(example.tasks()).containsExactly(0);
        assertThat(example.labels()).containsExactly(1);
        assertThat(quarantine.isEmpty()).isTrue();
        assertThat(counts.logged()).isEqualTo(1);
    }

    @Test
    void eventsWithoutLabelsAreRequests() {
        receives(Scene.REQUESTS, scene.request("ask"));
        receives(Scene.CLICKS, scene.click("look", Double.NaN));
        List<byte[]> logged = trainLog.readValuesToList();
        assertThat(logged)
                .hasSize(2)
                .allSatisfy(
                        value -> assertThat(((LogRecord.Event) scene.trainLog().decode(value))
                                        .example()
                                        .isRequest())
                                .isTrue());
        var asked = ((LogRecord.Event) scene.trainLog().decode(logged.get(0))).example();
        assertThat(asked.tasks()).containsExactly(0, 1);
    }

    @Test
    void aTombstoneIsRejectedAsEmpty() {
        Quarantined event = rejects(Scene.CLICKS, null);
        assertThat(event.reason()).isEqualTo(Reason.EMPTY.name());
        assertThat(event.value()).isNull();
    }

    @Test
    void bytesThatAreNoAvroAreKeptAsTheyCame() {
        byte[] text = "{\"clicked\": 1}".getBytes(UTF_8);
        Quarantined event = rejects(Scene.CLICKS, text);
        assertThat(event.reason()).isEqualTo(Reason.NOT_AVRO.name());
        assertThat(event.value()).isEqualTo(text);
    }

    @Test
    void aTruncatedEventIsRejectedWithThePlaceWhereItEnds() {
        byte[] whole = scene.click("one", 1);
        Quarantined event = rejects(Scene.CLICKS, Arrays.copyOf(whole, whole.length - 5));
        assertThat(event.reason()).isEqualTo(Reason.NOT_AVRO.name());
        assertThat(event.detail()).contains("at byte");
    }

    @Test
    void anUnknownSchemaIsNamed() {
        byte[] event = scene.click("one", 1);
        ByteBuffer.wrap(event).putInt(1, 4711);
        Quarantined rejected = rejects(Scene.CLICKS, event);
        assertThat(rejected.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA.name());
        assertThat(rejected.detail()).contains("4711");
    }

    @Test
    void anEventOfAnotherTopicsSchemaLacksAField() {
        Quarantined event = rejects(Scene.CLICKS, scene.dwell("one", 3));
        assertThat(event.reason()).isEqualTo(Reason.MISSING_FIELD.name());
        assertThat(event.detail()).contains("'clicked'");
    }

    @Test
    void anAbsurdTimeIsRejected() {
        byte[] event = scene.event(Scene.CLICKS, "one", 9_999_999_999_999_999L, "u", "clicked", 1);
        assertThat(rejects(Scene.CLICKS, event).reason()).isEqualTo(Reason.BAD_TIME.name());
    }

    @Test
    void aLabelThatIsNotANumberIsRejected() {
        byte[] event = scene.click("one", Double.POSITIVE_INFINITY);
        assertThat(rejects(Scene.CLICKS, event).reason()).isEqualTo(Reason.NOT_FINITE.name());
    }

    @Test
    void aLabelThatItsLossCannotLearnIsRejected() {
        assertThat(rejects(Scene.CLICKS, scene.click("one", 7)))
                .extracting(Quarantined::reason)
                .isEqualTo(Reason.BAD_LABEL.name());
    }

    @Test
    void aTextOfAMillionCharactersIsRejectedAndCutToWhatTheTopicTakes() {
        byte[] event = scene.event(Scene.CLICKS, "one", Scene.NOON, "x".repeat(1_000_000), "clicked", 1);
        Quarantined rejected = rejects(Scene.CLICKS, event);
        assertThat(rejected.reason()).isEqualTo(Reason.TOO_LONG.name());
        assertThat(rejected.detail()).contains("only the first");
        assertThat(rejected.value()).hasSizeLessThan(LARGEST).isEqualTo(Arrays.copyOf(event, rejected.value().length));
    }

    @Test
    void badEventsDoNotHoldUpGoodOnes() {
        receives(Scene.CLICKS, new byte[] {1});
        receives(Scene.CLICKS, scene.click("one", 0));
        receives(Scene.DWELLS, null);
        receives(Scene.DWELLS, scene.dwell("two", 5));
        assertThat(trainLog.readValuesToList()).hasSize(2);
        assertThat(quarantine.readValuesToList()).hasSize(2);
        assertThat(counts.logged()).isEqualTo(2);
        assertThat(counts.quarantined()).isEqualTo(2);
    }

    @Test
    void itsIdentityIsKeptOnDisk() {
        assertThat(new StableIdentity.Builder().build().persistent()).isTrue();
        assertThat(driver.getAllStateStores()).containsKey("identity");
    }
}
