package io.thalweg.serve;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.thalweg.ingest.Column;
import io.thalweg.ingest.NumberText;
import io.thalweg.ingest.ObservationBuilder;
import io.thalweg.ingest.Reason;
import io.thalweg.ingest.TimeRule;
import io.thalweg.serve.FieldTable.Field;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Tells a builder the fields of one JSON object, each as what its columns are: as an Avro record would, number for
 * number and text for text. A null is no value. One owner thread.
 */
final class FieldReader {
    private static final int LONGEST_TIME = 64;
    private static final int SHORTEST_UNREADABLE = 19; // digits that may be too many for a long

    private final FieldTable table;
    private final int[] seen; // by field: the last example that had it
    private final int time;
    private final TextBytes text = new TextBytes();
    private int example;
    private @Nullable Refusal refusal;

    FieldReader(FieldTable table) {
        this.table = table;
        seen = new int[table.size()];
        time = table.time();
    }

    /**
     * Reads from the object's start to its end.
     *
     * @param now the event time of one that has none, in epoch milliseconds
     * @return why the builder was not told all of it, or nothing
     */
    @Nullable
    Refusal read(JsonParser json, ObservationBuilder to, long now) throws IOException {
        refusal = null;
        if (++example == 0) { // after 2^32 examples
            Arrays.fill(seen, 0);
            example = 1;
        }
        boolean hasTime = false;
        for (JsonToken token = json.nextToken(); token == JsonToken.FIELD_NAME; token = json.nextToken()) {
            String name = json.currentName();
            Field field = table.find(name);
            JsonToken value = json.nextToken();
            if (field == null) {
                refuse(table.unknown(name));
                json.skipChildren();
            } else if (seen[field.number()] == example) {
                refuse(new Refusal(Refusal.DUPLICATE_FIELD, "field '%s' is there twice; keep one".formatted(name)));
                json.skipChildren();
            } else {
                seen[field.number()] = example;
                if (value != JsonToken.VALUE_NULL) {
                    hasTime |= field.number() == time;
                    value(json, value, field, to);
                }
            }
        }
        if (!hasTime) {
            to.time(table.input().time(), now);
        }
        return refusal;
    }

    private void refuse(Refusal why) {
        if (refusal == null) {
            refusal = why;
        }
    }

    private void value(JsonParser json, JsonToken value, Field field, ObservationBuilder to) throws IOException {
        if (value == JsonToken.START_ARRAY) {
            array(json, field, to);
            return;
        }
        for (int i = 0; i < field.columns().size(); i++) {
            single(json, value, field.columns().get(i), to);
        }
        json.skipChildren();
    }

    private void single(JsonParser json, JsonToken value, int column, ObservationBuilder to) throws IOException {
        switch (table.kind(column)) {
            case TEXT -> {
                if (text.take(json, value)) {
                    to.text(column, text.bytes(), 0, text.length());
                } else {
                    reject(to, column, json, "a text, a whole number, true or false");
                }
            }
            case NUMBER -> {
                if (isNumber(value)) {
                    to.number(column, number(json, value));
                } else {
                    reject(to, column, json, "a number, true or false");
                }
            }
            case TIME -> time(json, value, column, to);
            case TEXTS -> reject(to, column, json, "a list of texts");
            case NUMBERS -> reject(to, column, json, "a list of numbers");
        }
    }

    private void time(JsonParser json, JsonToken value, int column, ObservationBuilder to) throws IOException {
        TimeRule rule = table.input().timeRule();
        if (value == JsonToken.VALUE_NUMBER_INT) {
            boolean fits = json.getTextLength() < SHORTEST_UNREADABLE;
            to.time(column, fits ? rule.ofNumber(json.getLongValue()) : TimeRule.NOT_A_TIME);
        } else if (value == JsonToken.VALUE_STRING) {
            to.time(column, json.getTextLength() > LONGEST_TIME ? TimeRule.NOT_A_TIME : rule.parse(json.getText()));
        } else {
            reject(to, column, json, "a whole number or an ISO-8601 text");
        }
    }

    private static boolean isNumber(JsonToken value) {
        return value.isNumeric() || value.isBoolean();
    }

    private static double number(JsonParser json, JsonToken value) throws IOException {
        return value.isBoolean() ? (value == JsonToken.VALUE_TRUE ? 1 : 0) : json.getDoubleValue();
    }

    /** Every element for each of the field's columns, which are of different kinds and do not disturb each other. */
    private void array(JsonParser json, Field field, ObservationBuilder to) throws IOException {
        for (int column : field.columns()) {
            begin(json, column, 0, to);
        }
        int count = 0;
        for (JsonToken item = json.nextToken(); item != JsonToken.END_ARRAY; item = json.nextToken()) {
            if (++count <= ObservationBuilder.LONGEST_SEQUENCE) {
                for (int i = 0; i < field.columns().size(); i++) {
                    item(json, item, field.columns().get(i), to);
                }
            }
            json.skipChildren();
        }
        if (count > ObservationBuilder.LONGEST_SEQUENCE) {
            for (int column : field.columns()) {
                begin(json, column, count, to);
            }
        }
    }

    private void begin(JsonParser json, int column, int count, ObservationBuilder to) throws IOException {
        switch (table.kind(column)) {
            case TEXTS -> to.sequence(column, count);
            case NUMBERS -> to.array(column, count);
            case TEXT -> reject(to, column, json, "a text, a whole number, true or false");
            case NUMBER -> reject(to, column, json, "a number, true or false");
            case TIME -> reject(to, column, json, "a whole number or an ISO-8601 text");
        }
    }

    private void item(JsonParser json, JsonToken item, int column, ObservationBuilder to) throws IOException {
        Column.Kind kind = table.kind(column);
        if (kind == Column.Kind.TEXTS) {
            if (text.take(json, item)) {
                to.element(column, text.bytes(), 0, text.length());
            } else {
                reject(to, column, json, "texts, whole numbers, true and false in a list");
            }
        } else if (kind == Column.Kind.NUMBERS) {
            if (isNumber(item)) {
                to.component(column, number(json, item));
            } else {
                reject(to, column, json, "numbers in a list");
            }
        }
    }

    private static void reject(ObservationBuilder to, int column, JsonParser json, String allowed) throws IOException {
        JsonToken found = json.currentToken();
        String shown = switch (found) {
            case START_OBJECT -> "is an object";
            case START_ARRAY -> "is a list";
            case VALUE_NULL -> "has a null in it";
            case VALUE_STRING -> "is the text '%s'".formatted(NumberText.shown(json.getText()));
            default -> "is " + NumberText.shown(json.getText());
        };
        to.reject(Reason.WRONG_TYPE, column, shown + "; allowed is " + allowed);
    }
}
