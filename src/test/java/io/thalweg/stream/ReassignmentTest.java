package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.feature.Example;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LogRecord;
import io.thalweg.lane.Succession;
import io.thalweg.learn.Reassignment;
import io.thalweg.publish.Outputs;
import io.thalweg.replay.Student;
import io.thalweg.scenario.Planted;
import io.thalweg.scenario.Shelf;
import io.thalweg.wire.Registry;
import io.thalweg.wire.TrainLogCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task that the learner finds to be worse off for sharing. */
class ReassignmentTest {
    private static final int EVENTS = 20_000;
    private static final String YAML = """
            app: planted
            kafka:    { bootstrap.servers: "localhost:9092" }
            registry: { url: "http://localhost:8081" }
            time: { field: at, unit: ms }
            features: { %s }
            tasks: { %s }
            model:
              sharing: { type: auto, candidates: [hard, independent] }
              embedding: { buckets: 2 }
              layers: { shared: [8] }
            optimiser: { type: adagrad, rate: 0.3, start: 1 }
            batch: { size: 8 }
            seed: 2
            """;

    @TempDir
    Path state;

    private final ThalwegConfig config = ThalwegConfig.parse(yaml(), "planted.yaml", Map.of());
    private final Registry registry = Registry.inMemory();
    private final TrainLogCodec codec = Codecs.trainLog(config, registry);

    private static String yaml() {
        List<String> features = new ArrayList<>();
        Planted.map().features().forEach(feature -> features.add(feature.name() + ": { type: numeric }"));
        List<String> tasks = new ArrayList<>();
        Planted.map()
                .tasks()
                .forEach(task -> tasks.add("%1$s: { topic: t, label: %1$s, loss: logistic }".formatted(task.name())));
        return YAML.formatted(String.join(", ", features), String.join(", ", tasks));
    }

    /** What stands in the log in the end, and what the learner then reports. */
    private LaneStatus run(List<byte[]> log) {
        LaneWatch watch = new LaneWatch();
        var topology = new LearnTopology(
                config,
                registry,
                new FakeLog(log),
                new EarlySnapshot(new Shelf(), Duration.ofMinutes(1)),
                new Declaration(config.lane(), 0, record -> {}),
                () -> new Lane(config.lane()),
                watch);
        try (var driver = new TopologyTestDriver(topology.build(), Scene.properties(state, true))) {
            var bytes = new ByteArraySerializer();
            var input = driver.createInputTopic(config.topics().trainLog(), bytes, bytes);
            var from = new ByteArrayDeserializer();
            var controls = driver.createOutputTopic(config.topics().trainLog(), from, from);
            for (Example example : Planted.examples(EVENTS, 2)) {
                byte[] event = codec.encode(new LogRecord.Event(example));
                log.add(event);
                input.pipeInput(new byte[0], event, Scene.NOON);
                log.addAll(controls.readValuesToList()); // the driver has given them to the learner already
            }
            driver.advanceWallClockTime(Duration.ofSeconds(1));
            return watch.statuses().get(0);
        }
    }

    @Test
    void itAsksTheLogAndObeysItAndSoDoesAReplay() {
        List<byte[]> log = new ArrayList<>();
        LaneStatus live = run(log);
        List<LogRecord> records = log.stream().map(codec::decode).toList();
        assertThat(records)
                .filteredOn(record -> !(record instanceof LogRecord.Event))
                .singleElement()
                .extracting(record -> ((LogRecord.Reassign) record).move())
                .returns("conflict", Reassignment::task)
                .returns(1, Reassignment::candidate);

        Succession replay = new Succession(config.lane(), new Shelf());
        Student whatIf = Student.of(new Lane(config.lane()));
        for (int offset = 0; offset < records.size(); offset++) {
            replay.apply(offset, Scene.NOON, records.get(offset), Outputs.NONE);
            whatIf.apply(offset, Scene.NOON, records.get(offset), Outputs.NONE);
        }
        assertThat(live.nextOffset()).isEqualTo(EVENTS + 1);
        assertThat(replay.lane().metrics()).isEqualTo(live.metrics());
        assertThat(replay.lane().shares().get("candidate for conflict")).containsOnlyKeys("1 independent");
        assertThat(whatIf.lane().parametersSha256()).isEqualTo(replay.lane().parametersSha256());
    }
}
