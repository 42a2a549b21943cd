package io.thalweg.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.drift.Reaction;
import io.thalweg.feature.Example;
import io.thalweg.ingest.Source;
import io.thalweg.lane.LogRecord;
import io.thalweg.learn.Countermeasure;
import io.thalweg.learn.Reassignment;
import io.thalweg.wire.avro.ControlRecord;
import io.thalweg.wire.avro.TrainExample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.junit.jupiter.api.Test;

class TrainLogCodecTest {
    private static final long SEED = Long.getLong("thalweg.seed", 42);

    private static final Schema SCHEMA = TrainExample.getClassSchema();

    private final Registry registry = Registry.inMemory();
    private final TrainLogCodec codec = new TrainLogCodec(registry, "log");

    @Test
    void whatIsWrittenIsReadAgain() {
        var random = new SplittableRandom(SEED);
        for (int i = 0; i < 2_000; i++) {
            Example example = example(random);
            assertThat(decoded(codec.encode(new LogRecord.Event(example))))
                    .as("event %d (-Dthalweg.seed=%d)", i, SEED)
                    .isEqualTo(generated(example));
        }
    }

    @Test
    void aTickIsReadAgain() {
        assertThat(codec.decode(codec.encode(new LogRecord.Tick(1_500_000_000_123L))))
                .isEqualTo(new LogRecord.Tick(1_500_000_000_123L));
    }

    @Test
    void aReassignmentIsReadAgain() {
        var record = new LogRecord.Reassign(1_500_000_000_123L, new Reassignment("click", 2, 77));
        assertThat(codec.decode(codec.encode(record))).isEqualTo(record);
    }

    @Test
    void aCountermeasureIsReadAgain() {
        for (Reaction reaction : List.of(new Reaction.RaiseRate(4.5, 5_000), new Reaction.ResetHead())) {
            var record = new LogRecord.React(1_500_000_000_123L, new Countermeasure("click", reaction, 77));
            assertThat(codec.decode(codec.encode(record))).isEqualTo(record);
        }
    }

    @Test
    void theBytesAreTheSchemasToAvro() throws IOException {
        var random = new SplittableRandom(SEED);
        for (int i = 0; i < 500; i++) {
            Example example = example(random);
            byte[] bytes = codec.encode(new LogRecord.Event(example));
            TrainExample read = new SpecificDatumReader<TrainExample>(SCHEMA, SCHEMA, new GeneratedClasses())
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
            assertThat(read).isEqualTo(generated(example));
        }
    }

    @Test
    void whatAvroWritesIsRead() {
        var random = new SplittableRandom(SEED);
        var examples = new Subject<TrainExample>(registry, "log", TrainExample.getClassSchema());
        for (int i = 0; i < 500; i++) {
            Example example = example(random);
            assertThat(decoded(examples.write(generated(example)))).isEqualTo(generated(example));
        }
    }

    @Test
    void anOlderSchemaIsResolved() throws IOException {
        Schema older = without(TrainExample.getClassSchema(), "key");
        int id = registry.register("log-older", older);
        var record = new GenericData.Record(older);
        TrainExample example = generated(example(new SplittableRandom(SEED)));
        older.getFields().forEach(field -> record.put(field.name(), plain(example.get(field.name()))));
        LogRecord.Event read = (LogRecord.Event) codec.decode(framed(id, older, record));
        assertThat(read.example().key()).isNull();
        assertThat(generated(read.example()).getCategories()).isEqualTo(example.getCategories());
    }

    @Test
    void aRecordOfAnotherKindIsNamed() throws IOException {
        Schema click = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"shop.Click\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}");
        int id = registry.register("x", click);
        var record = new GenericData.Record(click);
        record.put("a", 1);
        byte[] bytes = framed(id, click, record);
        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("shop.Click")
                .hasMessageContaining("TrainExample");
    }

    @Test
    void damagedRecordsAreAnErrorOfOurOwnAndNothingElse() {
        var random = new SplittableRandom(SEED);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = codec.encode(new LogRecord.Event(example(random)));
            byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            for (int flips = random.nextInt(4); flips > 0 && damaged.length > 5; flips--) {
                damaged[random.nextInt(5, damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                codec.decode(damaged);
            } catch (WireException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void aShortRecordSaysSo() {
        assertThatThrownBy(() -> codec.decode(new byte[3])).hasMessageContaining("3 bytes");
        assertThatThrownBy(() -> codec.decode("hello".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("byte 104");
        assertThatThrownBy(() -> codec.decode(new byte[] {0, 0, 0, 9, 9, 1})).hasMessageContaining("schema id 2313");
    }

    private TrainExample decoded(byte[] bytes) {
        return generated(((LogRecord.Event) codec.decode(bytes)).example());
    }

    private static Example example(SplittableRandom random) {
        boolean request = random.nextInt(4) == 0;
        int tasks = random.nextInt(1, 4);
        float[] labels = request ? new float[0] : floats(random, tasks);
        return new Example(
                random.nextInt(),
                random.nextInt(3) == 0 ? null : ("é" + random.nextLong()).getBytes(StandardCharsets.UTF_8),
                random.nextLong(4_000_000_000_000L),
                new Source("shop.t" + random.nextInt(3), random.nextInt(12), random.nextLong(1L << 50)),
                random.ints(random.nextInt(30), 0, 1 << 20).toArray(),
                IntStream.range(0, random.nextInt(3))
                        .mapToObj(
                                i -> random.ints(random.nextInt(20), 0, 1 << 28).toArray())
                        .toArray(int[][]::new),
                floats(random, random.nextInt(14)),
                IntStream.range(0, tasks).toArray(),
                labels,
                random.nextBoolean() ? new float[0] : floats(random, labels.length));
    }

    private static float[] floats(SplittableRandom random, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = random.nextInt(5) == 0 ? Float.NaN : (float) random.nextDouble(-1e6, 1e6);
        }
        return floats;
    }

    private static TrainExample generated(Example example) {
        return new TrainExample(
                example.layout(),
                example.key() == null ? null : new String(example.key(), StandardCharsets.UTF_8),
                Instant.ofEpochMilli(example.time()),
                example.source().topic(),
                example.source().partition(),
                example.source().offset(),
                ints(example.categories()),
                Arrays.stream(example.sequences()).map(TrainLogCodecTest::ints).toList(),
                list(example.numbers()),
                ints(example.tasks()),
                list(example.labels()),
                list(example.weights()));
    }

    private static List<Integer> ints(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static List<Float> list(float[] values) {
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }

    private static Object plain(Object value) {
        return value instanceof Instant instant ? instant.toEpochMilli() : value;
    }

    private static Schema without(Schema schema, String dropped) {
        List<Schema.Field> fields = schema.getFields().stream()
                .filter(field -> !field.name().equals(dropped))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        return Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, fields);
    }

    static byte[] framed(int id, Schema schema, Object record) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.writeBytes(ByteBuffer.allocate(4).putInt(id).array());
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<>(schema).write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    @Test
    void bothSchemasAreRegisteredUnderTheTopicsName() {
        int id = registry.register(
                "log-" + ControlRecord.getClassSchema().getFullName(), ControlRecord.getClassSchema());
        byte[] tick = codec.encode(new LogRecord.Tick(1));
        assertThat(Frame.id(tick)).isEqualTo(id);
    }
}
