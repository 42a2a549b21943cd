package io.thalweg.wire;

import io.thalweg.ingest.Column;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.Observation;
import io.thalweg.ingest.Source;
import io.thalweg.ingest.TimeRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** A topic of events: what is asked of them, how their writer's schema looks, and what became of one. */
final class EventScenario {
    static final TimeRule SECONDS = new TimeRule(1_000, 315_532_800_000L, 4_102_444_800_000L);
    static final Source SOURCE = new Source("shop.click", 3, 77);

    private final Registry registry = Registry.inMemory();
    private final List<Column> columns = new ArrayList<>();
    private int key = -1;
    private @Nullable Schema schema;
    private int id;
    private @Nullable EventReader reader;
    private @Nullable GenericDatumReader<GenericRecord> judge;

    /** Events whose time is field {@code at}. */
    static EventScenario events() {
        return new EventScenario().column("at", Column.Kind.TIME);
    }

    EventScenario column(String field, Column.Kind kind) {
        columns.add(new Column(field, kind));
        return this;
    }

    EventScenario key(String field) {
        key = columns.size();
        return column(field, Column.Kind.TEXT);
    }

    /** The writer's schema: a record of these fields, given as JSON. */
    EventScenario written(String... fields) {
        return writtenWith(new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"Click\",\"namespace\":\"shop\",\"fields\":[%s]}"
                        .formatted(String.join(",", fields))));
    }

    EventScenario writtenWith(Schema writer) {
        schema = writer;
        id = registry.register("shop.click-value", writer);
        return this;
    }

    /** A field's JSON. */
    static String field(String name, String type) {
        return "{\"name\":\"%s\",\"type\":%s}".formatted(name, type);
    }

    InputMap map() {
        return new InputMap(columns, 0, key, SECONDS, List.of(topic()));
    }

    InputTopic topic() {
        return new InputTopic(
                "shop.click", IntStream.range(0, columns.size()).boxed().toList(), List.of(0), true);
    }

    Registry registry() {
        return registry;
    }

    Schema schema() {
        return Objects.requireNonNull(schema);
    }

    /** Avro's own. */
    GenericDatumReader<GenericRecord> reader() {
        if (judge == null) {
            judge = new GenericDatumReader<>(schema());
        }
        return judge;
    }

    int id() {
        return id;
    }

    /** The framed bytes of a record with these values, in field order. */
    byte[] bytes(Object... values) {
        var record = new GenericData.Record(schema);
        for (int i = 0; i < values.length; i++) {
            record.put(i, values[i]);
        }
        return Framed.bytes(id, schema, record);
    }

    Decoded read(Object... values) {
        return readBytes(bytes(values));
    }

    Decoded readBytes(byte @Nullable [] bytes) {
        if (reader == null) {
            reader = new EventReader(map(), registry);
        }
        return reader.read(bytes, topic(), SOURCE);
    }

    Observation accepted(Object... values) {
        return accepted(read(values));
    }

    static Observation accepted(Decoded decoded) {
        if (decoded instanceof Decoded.Accepted accepted) {
            return accepted.observation();
        }
        throw new AssertionError("not accepted but " + decoded);
    }

    Decoded.Rejected rejected(Object... values) {
        return rejected(read(values));
    }

    static Decoded.Rejected rejected(Decoded decoded) {
        if (decoded instanceof Decoded.Rejected rejected) {
            return rejected;
        }
        throw new AssertionError("not rejected but " + decoded);
    }

    static @Nullable String text(Observation observation, int column) {
        byte[] utf8 = observation.text(column);
        return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
    }

    static List<Double> numbers(Observation observation, int column) {
        return IntStream.range(0, observation.numberCount(column))
                .mapToObj(i -> observation.number(column, i))
                .toList();
    }

    static List<String> texts(Observation observation, int column) {
        return IntStream.range(0, observation.textCount(column))
                .mapToObj(i -> new String(
                        observation.bytes(),
                        observation.textStart(column, i),
                        observation.textLength(column, i),
                        StandardCharsets.UTF_8))
                .toList();
    }
}
