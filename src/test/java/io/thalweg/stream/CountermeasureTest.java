package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.drift.Alarm;
import io.thalweg.drift.Reaction;
import io.thalweg.feature.Example;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LogRecord;
import io.thalweg.lane.Succession;
import io.thalweg.learn.Countermeasure;
import io.thalweg.publish.Outputs;
import io.thalweg.replay.Student;
import io.thalweg.scenario.Planted;
import io.thalweg.scenario.Shelf;
import io.thalweg.wire.OutputCodec;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A task that wants the opposite from the middle on: its alarm, what the learner asks the log for, and what it does.
 */
class CountermeasureTest {
    private static final int EVENTS = 9_000;
    private static final int TURN = 6_000;
    private static final String YAML = """
            app: planted
            kafka:    { bootstrap.servers: "localhost:9092" }
            registry: { url: "http://localhost:8081" }
            time: { field: at, unit: ms }
            features: { %s }
            tasks: { %s }
            model: { embedding: { buckets: 2 }, layers: { shared: [8] } }
            optimiser: { type: adagrad, rate: 0.3, start: 1 }
            batch: { size: 8 }
            drift: { loss: page-hinkley, reaction: %s }
            """;

    @TempDir
    Path state;

    private final Registry registry = Registry.inMemory();
    private final List<byte[]> log = new ArrayList<>();
    private final List<Alarm> alarms = new ArrayList<>();

    private static ThalwegConfig config(String reaction) {
        List<String> features = new ArrayList<>();
        Planted.map().features().forEach(feature -> features.add(feature.name() + ": { type: numeric }"));
        List<String> tasks = new ArrayList<>();
        Planted.map()
                .tasks()
                .forEach(task -> tasks.add("%1$s: { topic: t, label: %1$s, loss: logistic }".formatted(task.name())));
        String yaml = YAML.formatted(String.join(", ", features), String.join(", ", tasks), reaction);
        return ThalwegConfig.parse(yaml, "planted.yaml", Map.of());
    }

    /** What the learner reports in the end. */
    private LaneStatus run(ThalwegConfig config, TrainLogCodec codec) {
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
            for (Example example : Planted.turning(EVENTS, TURN, 5)) {
                byte[] event = codec.encode(new LogRecord.Event(example));
                log.add(event);
                input.pipeInput(new byte[0], event, Scene.NOON);
                log.addAll(controls.readValuesToList()); // the driver has given them to the learner already
            }
            OutputCodec outputs = Codecs.outputs(config, registry);
            driver.createOutputTopic(config.topics().metrics(), from, from)
                    .readValuesToList()
                    .forEach(one ->
                            alarms.addAll(outputs.readMetrics(one).drift().alarms()));
            driver.advanceWallClockTime(Duration.ofSeconds(1));
            return watch.statuses().get(0);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        { type: raise-rate, times: 4, for: 1000 }
        reset-head
        """)
    void theAlarmIsToldAndTheLogAskedOnceAndAReplayDoesTheSameAtTheSamePlace(String reaction) {
        ThalwegConfig config = config(reaction);
        TrainLogCodec codec = Codecs.trainLog(config, registry);
        LaneStatus live = run(config, codec);
        assertThat(alarms).isNotEmpty().allSatisfy(alarm -> {
            assertThat(alarm.task()).isEqualTo("first");
            assertThat(alarm.offset()).isBetween((long) TURN, TURN + 1_000L);
        });
        List<LogRecord> records = log.stream().map(codec::decode).toList();
        List<Countermeasure> asked = records.stream()
                .filter(LogRecord.React.class::isInstance)
                .map(record -> ((LogRecord.React) record).measure())
                .toList();
        Reaction configured = config.lane().drift().reaction();
        assertThat(asked)
                .singleElement()
                .returns("first", Countermeasure::task)
                .returns(configured, Countermeasure::reaction);
        int place = records.indexOf(new LogRecord.React(Scene.NOON, asked.get(0)));
        assertThat((long) place).isBetween(alarms.get(0).offset(), alarms.get(0).offset() + 8);

        Succession replay = new Succession(config.lane(), new Shelf());
        Student whatIf = Student.of(new Lane(config.lane()));
        for (int offset = 0; offset < records.size(); offset++) {
            replay.apply(offset, Scene.NOON, records.get(offset), Outputs.NONE);
            whatIf.apply(offset, Scene.NOON, records.get(offset), Outputs.NONE);
        }
        assertThat(live.nextOffset()).isEqualTo(EVENTS + 1);
        assertThat(replay.lane().metrics()).isEqualTo(live.metrics());
        assertThat(whatIf.lane().parametersSha256()).isEqualTo(replay.lane().parametersSha256());
        assertThat(replay.apply(records.size(), 0, new LogRecord.React(0, asked.get(0)), Outputs.NONE))
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("nothing is done about drift: this model has asked for nothing, and is told"));
    }
}
