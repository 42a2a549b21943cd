package io.thalweg.wire;

import io.thalweg.feature.Example;
import io.thalweg.ingest.Column;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.Source;
import io.thalweg.lane.LogRecord;
import io.thalweg.publish.Prediction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a record takes on its way over the wire: a click log's event (26 texts, 13 numbers, time, key, 3 labels),
 * its train example and its prediction. The floors are a copy of the same bytes, and what Avro's generic reader takes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WireBenchmark {
    private static final int RECORDS = 512; // enough that no branch predictor knows them by heart
    private static final Source SOURCE = new Source("clicks", 0, 1);

    private final SplittableRandom random = new SplittableRandom(42);
    private final Registry registry = Registry.inMemory();
    private final InputTopic topic =
            new InputTopic("clicks", IntStream.range(0, 44).boxed().toList(), List.of(0, 1, 2), true);
    private final InputMap map = new InputMap(columns(), 0, 1, EventScenario.SECONDS, List.of(topic));
    private final EventWriter writer = new EventWriter(map, topic, registry);
    private final EventReader reader = new EventReader(map, registry);
    private final GenericDatumReader<GenericRecord> generic = new GenericDatumReader<>(writer.schema());
    private final TrainLogCodec log = new TrainLogCodec(registry, "log");
    private final OutputCodec outputs = new OutputCodec(registry, new OutputCodec.Topics("p", "m", "s", "q"));

    private final byte[][] keys = new byte[RECORDS][];
    private final long[][] categories = new long[RECORDS][26];
    private final double[][] numbers = new double[RECORDS][16];
    private final byte[][] events = new byte[RECORDS][];
    private final LogRecord[] examples = new LogRecord[RECORDS];
    private final byte[][] logged = new byte[RECORDS][];
    private final Prediction[] predictions = new Prediction[RECORDS];
    private int next;

    private static List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("at", Column.Kind.TIME));
        columns.add(new Column("key", Column.Kind.TEXT));
        IntStream.range(0, 26).forEach(i -> columns.add(new Column("c" + i, Column.Kind.TEXT)));
        IntStream.range(0, 16).forEach(i -> columns.add(new Column("n" + i, Column.Kind.NUMBER)));
        return columns;
    }

    @Setup
    public void make() {
        for (int i = 0; i < RECORDS; i++) {
            keys[i] = ("event-" + i).getBytes(StandardCharsets.UTF_8);
            for (int k = 0; k < 26; k++) {
                categories[i][k] = random.nextInt(1 << random.nextInt(3, 20));
            }
            for (int k = 0; k < 16; k++) {
                numbers[i][k] = random.nextDouble(1_000);
            }
            events[i] = writeEvent(i);
            examples[i] = new LogRecord.Event(example(i));
            logged[i] = log.encode(examples[i]);
            predictions[i] = prediction(i);
        }
    }

    private Example example(int i) {
        float[] values = new float[13];
        for (int k = 0; k < 13; k++) {
            values[k] = (float) numbers[i][k];
        }
        int[] buckets = random.ints(26, 0, 1 << 20).toArray();
        return new Example(
                -77,
                keys[i],
                1_500_000_000_000L + i,
                SOURCE,
                buckets,
                new int[0][],
                values,
                new int[] {0, 1, 2},
                new float[] {1, 30, 0},
                new float[0]);
    }

    private static final String[] TASKS = {"click", "dwell", "purchase"};

    private Prediction prediction(int i) {
        float[] scores = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
        return new Prediction(
                keys[i], 1_500_000_000_000L + i, i, 1_000, TASKS, scores, new float[0][], new float[] {1, 30, 0});
    }

    private int turn() {
        next = next + 1 & RECORDS - 1;
        return next;
    }

    private byte[] writeEvent(int i) {
        EventWriter event = writer.begin().time(0, 1_500_000_000L + i).text(1, keys[i], 0, keys[i].length);
        for (int k = 0; k < 26; k++) {
            event.text(2 + k, categories[i][k]);
        }
        for (int k = 0; k < 16; k++) {
            event.number(28 + k, numbers[i][k]);
        }
        return event.end();
    }

    @Benchmark
    public byte[] eventWrite() {
        return writeEvent(turn());
    }

    @Benchmark
    public Decoded eventRead() {
        return reader.read(events[turn()], topic, SOURCE);
    }

    @Benchmark
    public GenericRecord eventReadByAvro() throws IOException {
        return Framed.record(generic, events[turn()]);
    }

    @Benchmark
    public byte[] eventCopy() {
        return events[turn()].clone();
    }

    @Benchmark
    public byte[] exampleEncode() {
        return log.encode(examples[turn()]);
    }

    @Benchmark
    public LogRecord exampleDecode() {
        return log.decode(logged[turn()]);
    }

    @Benchmark
    public byte[] exampleCopy() {
        return logged[turn()].clone();
    }

    @Benchmark
    public byte[] predictionEncode() {
        return outputs.prediction(predictions[turn()]);
    }
}
