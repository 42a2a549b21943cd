package io.thalweg.wire;

import io.thalweg.check.Require;
import io.thalweg.ingest.Column;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/**
 * The Avro schema that an input topic's columns ask for, and which of its fields each column is. Columns that read the
 * same field share one, which then can hold whatever suits them.
 */
final class EventSchema {
    /** What a field holds; the unions in the order of their branches. */
    enum Type {
        /** null, string. */
        TEXT,
        /** null, double; string, for what should be a number and is not. */
        NUMBER,
        /** null, long, string. */
        TIME,
        /** null, long, double, string, boolean: for columns of several kinds. */
        MIXED,
        /** Array of string. */
        TEXTS,
        /** Array of double; string, for what should be a number and is not. */
        NUMBERS
    }

    private final Schema schema;
    private final List<Set<Column.Kind>> kinds = new ArrayList<>();
    private final List<Type> types = new ArrayList<>();
    private final int[] fields; // [columns of the input map], -1 where the topic does not have it
    private final boolean[] leaders; // whether a column is the first of its field

    EventSchema(InputMap map, InputTopic topic) {
        fields = new int[map.columns().size()];
        leaders = new boolean[fields.length];
        Arrays.fill(fields, -1);
        List<String> names = new ArrayList<>();
        for (int column : topic.columns()) {
            Column read = map.columns().get(column);
            requireName(read.field(), topic.name());
            leaders[column] = !names.contains(read.field());
            if (leaders[column]) {
                names.add(read.field());
                kinds.add(EnumSet.noneOf(Column.Kind.class));
            }
            fields[column] = names.indexOf(read.field());
            kinds.get(fields[column]).add(read.kind());
        }
        kinds.forEach(set -> types.add(type(set, topic.name())));
        schema = schema(topic.name(), names);
    }

    Schema schema() {
        return schema;
    }

    int fields() {
        return types.size();
    }

    int field(int column) {
        Require.that(fields[column] >= 0, "column %d is not one of the topic's", column);
        return fields[column];
    }

    boolean isLeader(int column) {
        return leaders[column];
    }

    Type type(int column) {
        return types.get(field(column));
    }

    /** Whether somebody reads the column's field as a number. */
    boolean isNumber(int column) {
        return kinds.get(field(column)).contains(Column.Kind.NUMBER);
    }

    /** Whether a cell is a whole number; in a mixed field, one that is still the same text when written out again. */
    static boolean isWhole(String cell, Type type) {
        String digits = type == Type.TIME ? cell.trim() : cell;
        return digits.matches("[+-]?\\d{1,18}")
                && (type == Type.TIME || Long.toString(Long.parseLong(digits)).equals(digits));
    }

    private static Type type(Set<Column.Kind> kinds, String topic) {
        if (kinds.size() > 1) {
            Require.that(
                    !kinds.contains(Column.Kind.TEXTS) && !kinds.contains(Column.Kind.NUMBERS),
                    "a field of topic %s is both a sequence and a value",
                    topic);
            return Type.MIXED;
        }
        return switch (kinds.iterator().next()) {
            case TEXT -> Type.TEXT;
            case NUMBER -> Type.NUMBER;
            case TIME -> Type.TIME;
            case TEXTS -> Type.TEXTS;
            case NUMBERS -> Type.NUMBERS;
        };
    }

    private Schema schema(String topic, List<String> names) {
        String fullName = topic.replaceAll("[^A-Za-z0-9_.]", "_").replaceAll("(^|\\.)(?=[0-9.]|$)", "$1_");
        SchemaBuilder.FieldAssembler<Schema> record =
                SchemaBuilder.record(fullName).fields();
        for (int i = 0; i < names.size(); i++) {
            record = switch (types.get(i)) {
                case TEXTS ->
                    record.name(names.get(i)).type(array(Schema.Type.STRING)).noDefault();
                case NUMBERS ->
                    record.name(names.get(i))
                            .type(array(Schema.Type.DOUBLE, Schema.Type.STRING))
                            .noDefault();
                default -> record.name(names.get(i)).type(union(types.get(i))).withDefault(null);
            };
        }
        return record.endRecord();
    }

    private static Schema array(Schema.Type... items) {
        return Schema.createArray(
                items.length == 1
                        ? Schema.create(items[0])
                        : Schema.createUnion(
                                Stream.of(items).map(Schema::create).toList()));
    }

    private static Schema union(Type type) {
        List<Schema.Type> branches = switch (type) {
            case TEXT -> List.of(Schema.Type.NULL, Schema.Type.STRING);
            case NUMBER -> List.of(Schema.Type.NULL, Schema.Type.DOUBLE, Schema.Type.STRING);
            case TIME -> List.of(Schema.Type.NULL, Schema.Type.LONG, Schema.Type.STRING);
            default ->
                List.of(
                        Schema.Type.NULL,
                        Schema.Type.LONG,
                        Schema.Type.DOUBLE,
                        Schema.Type.STRING,
                        Schema.Type.BOOLEAN);
        };
        return Schema.createUnion(branches.stream().map(Schema::create).toList());
    }

    private static void requireName(String field, String topic) {
        Require.that(
                field.matches("[A-Za-z_][A-Za-z0-9_]*"),
                "field '%s' of topic %s cannot be a field of an Avro record; its name must be letters, digits and _",
                field,
                topic);
    }
}
