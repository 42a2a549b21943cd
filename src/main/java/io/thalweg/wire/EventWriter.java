package io.thalweg.wire;

import io.thalweg.check.Require;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.NumberText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.avro.Schema;

/**
 * Writes events for one input topic, for data that has no producer of its own. Between {@link #begin} and {@link #end}
 * come the values, in ascending column order; a column of the topic that is left out has no value. One owner thread.
 */
public final class EventWriter {
    private final EventSchema layout;
    private final int id;
    private final AvroOutput output = new AvroOutput();
    private int next; // the first field that has not been written

    /** Makes the topic's schema from its columns and registers it as {@code <topic>-value}. */
    public EventWriter(InputMap map, InputTopic topic, Registry registry) {
        layout = new EventSchema(map, topic);
        id = registry.register(topic.name() + "-value", layout.schema());
    }

    public Schema schema() {
        return layout.schema();
    }

    public EventWriter begin() {
        output.begin(id);
        next = 0;
        return this;
    }

    /**
     * A value as it stands in a CSV cell, read as what its column is. An empty one is no value; one that should be a
     * number and is not is written as the text it is, so that the reader refuses it and not the writer.
     */
    public EventWriter cell(int column, String cell) {
        if (cell.isEmpty() || !isNext(column)) {
            return this;
        }
        switch (layout.type(column)) {
            case TEXT -> text(column, cell);
            case NUMBER -> numberCell(column, cell);
            case TEXTS -> texts(column, cell.split("\\|", -1));
            case NUMBERS -> numbersCell(column, cell);
            case TIME, MIXED -> either(column, cell);
        }
        return this;
    }

    private void numberCell(int column, String cell) {
        OptionalDouble number = NumberText.parse(cell);
        if (number.isPresent()) {
            number(column, number.getAsDouble());
        } else {
            branch(column, 2);
            output.writeString(cell);
        }
    }

    private void numbersCell(int column, String cell) {
        Optional<double[]> numbers = NumberText.parseList(cell);
        fillTo(layout.field(column));
        next++;
        if (numbers.isEmpty()) {
            output.writeLong(1);
            output.writeLong(1);
            output.writeString(cell);
        } else if (numbers.get().length > 0) {
            output.writeLong(numbers.get().length);
            for (double number : numbers.get()) {
                output.writeLong(0);
                output.writeDouble(number);
            }
        }
        output.writeLong(0);
    }

    /** A TEXT value; also a TIME value in words. */
    public EventWriter text(int column, String value) {
        if (isNext(column)) {
            if (layout.type(column) == EventSchema.Type.TEXT) {
                branch(column, 1);
                output.writeString(value);
            } else {
                either(column, value);
            }
        }
        return this;
    }

    /** A TEXT value: the digits of {@code value}. */
    public EventWriter text(int column, long value) {
        if (isNext(column)) {
            if (layout.type(column) == EventSchema.Type.TEXT) {
                branch(column, 1);
                output.writeDigits(value);
            } else {
                time(column, value);
            }
        }
        return this;
    }

    /** A TEXT value in UTF-8. */
    public EventWriter text(int column, byte[] from, int at, int size) {
        if (layout.isLeader(column) && layout.type(column) != EventSchema.Type.TEXT) {
            return text(column, new String(from, at, size, StandardCharsets.UTF_8));
        }
        if (isNext(column)) {
            branch(column, 1);
            output.writeBytes(from, at, size);
        }
        return this;
    }

    /** A NUMBER value. */
    public EventWriter number(int column, double value) {
        if (isNext(column)) {
            if (layout.type(column) == EventSchema.Type.NUMBER) {
                branch(column, 1);
                output.writeDouble(value);
            } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
                time(column, (long) value);
            } else {
                require(column, EventSchema.Type.MIXED);
                branch(column, 2);
                output.writeDouble(value);
            }
        }
        return this;
    }

    /** A TIME value in the configured unit. */
    public EventWriter time(int column, long value) {
        if (isNext(column)) {
            Require.that(
                    layout.type(column) == EventSchema.Type.TIME || layout.type(column) == EventSchema.Type.MIXED,
                    "column %d is %s, not a time",
                    column,
                    layout.type(column));
            branch(column, 1);
            output.writeLong(value);
        }
        return this;
    }

    /** A TEXTS value. */
    public EventWriter texts(int column, String... values) {
        if (isNext(column)) {
            require(column, EventSchema.Type.TEXTS);
            fillTo(layout.field(column));
            next++;
            if (values.length > 0) {
                output.writeLong(values.length);
                for (String value : values) {
                    output.writeString(value);
                }
            }
            output.writeLong(0);
        }
        return this;
    }

    /** The record's bytes, framed. */
    public byte[] end() {
        fillTo(layout.fields());
        return output.end();
    }

    private void either(int column, String value) {
        EventSchema.Type type = layout.type(column);
        if (EventSchema.isWhole(value, type)) {
            branch(column, 1);
            output.writeLong(Long.parseLong(value.trim()));
        } else if (type == EventSchema.Type.TIME) {
            branch(column, 2);
            output.writeString(value);
        } else {
            require(column, EventSchema.Type.MIXED);
            mixed(column, value);
        }
    }

    // A fraction has no text that all would agree on: what is read as a category and as a number must be whole.
    private void mixed(int column, String value) {
        double number = layout.isNumber(column) ? NumberText.parse(value).orElse(Double.NaN) : Double.NaN;
        if (value.equals("true") || value.equals("false")) {
            branch(column, 4);
            output.writeLong(value.equals("true") ? -1 : 0); // the bytes 1 and 0
        } else if (Double.isNaN(number)) {
            branch(column, 3);
            output.writeString(value);
        } else {
            branch(column, 2);
            output.writeDouble(number);
        }
    }

    /** Whether the column's value is to be written: a second column of the same field has been already. */
    private boolean isNext(int column) {
        int field = layout.field(column);
        if (!layout.isLeader(column)) {
            return false;
        }
        if (field < next) {
            throw new IllegalStateException("column %d comes too late; columns ascend".formatted(column));
        }
        return true;
    }

    private void branch(int column, int branch) {
        fillTo(layout.field(column));
        next++;
        output.writeLong(branch);
    }

    // No value is a zero byte for each type: the null branch of a union, the end of an array.
    private void fillTo(int field) {
        for (; next < field; next++) {
            output.writeLong(0);
        }
    }

    private void require(int column, EventSchema.Type type) {
        Require.that(layout.type(column) == type, "column %d is %s, not %s", column, layout.type(column), type);
    }
}
