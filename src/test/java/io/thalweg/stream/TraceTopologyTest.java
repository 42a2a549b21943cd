package io.thalweg.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.lane.Lane;
import io.thalweg.scenario.Shelf;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trace context on its whole way: input, train log, prediction; or quarantine. */
class TraceTopologyTest {
    private static final int BATCH = 16; // of the scene

    private final Scene scene = new Scene();
    private final FakeLog log = new FakeLog(new ArrayList<>());

    @TempDir
    Path state;

    /** What an event of this name is traced as. */
    private static Headers trace(String name) {
        String parent = "00-%032x-%016x-01".formatted(name.hashCode() | 1L << 40, 7);
        return new RecordHeaders()
                .add("traceparent", parent.getBytes(UTF_8))
                .add("tracestate", ("shop=" + name).getBytes(UTF_8));
    }

    private TestRecord<byte[], byte[]> click(String name, Headers headers) {
        return new TestRecord<>(name.getBytes(UTF_8), scene.click(name, 1), headers, Instant.ofEpochMilli(Scene.NOON));
    }

    private static List<TestRecord<byte[], byte[]>> read(TopologyTestDriver driver, String topic) {
        TestOutputTopic<byte[], byte[]> output =
                driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        return output.readRecordsToList();
    }

    private static void write(TopologyTestDriver driver, String topic, List<TestRecord<byte[], byte[]>> records) {
        TestInputTopic<byte[], byte[]> input =
                driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
        records.forEach(input::pipeInput);
    }

    private TopologyTestDriver route() {
        var route = new RouteTopology(scene.config, scene.registry, new RouteCounts(StreamObserver.NONE), 1 << 20);
        return new TopologyTestDriver(route.build(), Scene.properties(state.resolve("route"), false));
    }

    private TopologyTestDriver learn() {
        var learn = new LearnTopology(
                scene.config,
                scene.registry,
                log,
                new EarlySnapshot(new Shelf(), Duration.ofMinutes(1)),
                new Declaration(scene.config.lane(), 0, record -> {}),
                () -> new Lane(scene.config.lane()),
                new LaneWatch());
        return new TopologyTestDriver(learn.build(), Scene.properties(state.resolve("learn"), true));
    }

    private List<TestRecord<byte[], byte[]>> routed(List<TestRecord<byte[], byte[]>> events) {
        try (TopologyTestDriver driver = route()) {
            write(driver, Scene.CLICKS, events);
            return read(driver, scene.config.topics().trainLog());
        }
    }

    private List<TestRecord<byte[], byte[]>> learned(List<TestRecord<byte[], byte[]>> logged, String topic) {
        try (TopologyTestDriver driver = learn()) {
            write(driver, scene.config.topics().trainLog(), logged);
            return read(driver, topic);
        }
    }

    private static Map<String, Headers> byKey(List<TestRecord<byte[], byte[]>> records) {
        Map<String, Headers> headers = new LinkedHashMap<>();
        records.forEach(record -> headers.put(new String(record.key(), UTF_8), record.headers()));
        return headers;
    }

    @Test
    void eventsThatArePredictedTogetherEachKeepTheirOwn() {
        List<TestRecord<byte[], byte[]>> events = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            events.add(click("event" + i, i % 3 == 2 ? new RecordHeaders() : trace("event" + i)));
        }
        List<TestRecord<byte[], byte[]>> predictions =
                learned(routed(events), scene.config.topics().predictions());
        assertThat(byKey(predictions)).hasSize(BATCH).isEqualTo(byKey(events));
    }

    @Test
    void aMalformedOneGoesNowhereAndOtherHeadersNeitherDo() {
        Headers bad = new RecordHeaders()
                .add("traceparent", "00-none".getBytes(UTF_8))
                .add("tracestate", "shop=1".getBytes(UTF_8));
        Headers mixed = trace("mixed").add("secret", new byte[] {1});
        List<TestRecord<byte[], byte[]>> logged = routed(List.of(click("bad", bad), click("mixed", mixed)));
        assertThat(byKey(logged)).containsEntry("bad", new RecordHeaders()).containsEntry("mixed", trace("mixed"));
    }

    @Test
    void quarantineKeepsIt() {
        TestRecord<byte[], byte[]> bad =
                new TestRecord<>(new byte[0], new byte[] {9}, trace("bad"), Instant.ofEpochMilli(Scene.NOON));
        try (TopologyTestDriver driver = route()) {
            write(driver, Scene.CLICKS, List.of(bad));
            assertThat(read(driver, scene.config.topics().quarantine()))
                    .singleElement()
                    .extracting(TestRecord::headers)
                    .isEqualTo(trace("bad"));
        }
        assertThat(learned(List.of(bad), scene.config.topics().quarantine()))
                .singleElement()
                .extracting(TestRecord::headers)
                .isEqualTo(trace("bad"));
    }

    @Test
    void aRequestKeepsIt() {
        var ask = new TestRecord<>(
                "ask".getBytes(UTF_8), scene.request("ask"), trace("ask"), Instant.ofEpochMilli(Scene.NOON));
        try (TopologyTestDriver driver = route()) {
            write(driver, Scene.REQUESTS, List.of(ask));
            List<TestRecord<byte[], byte[]>> logged =
                    read(driver, scene.config.topics().trainLog());
            assertThat(learned(logged, scene.config.topics().predictions()))
                    .singleElement()
                    .extracting(TestRecord::headers)
                    .isEqualTo(trace("ask"));
        }
    }
}
