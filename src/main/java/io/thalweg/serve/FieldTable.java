package io.thalweg.serve;

import io.thalweg.config.Nearest;
import io.thalweg.feature.FeatureMap;
import io.thalweg.feature.LabelColumn;
import io.thalweg.ingest.Column;
import io.thalweg.ingest.InputMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields that an example may have, by name: those that the stream reads, but for the labels. */
final class FieldTable {
    private static final int LONGEST_HINTED = 100;

    private final InputMap input;
    private final Map<String, Field> fields = new HashMap<>();
    private final Set<String> labels = new HashSet<>();

    /**
     * One field.
     *
     * @param number from 0, among all of the table
     * @param columns that are read of it, one of each kind at most
     */
    record Field(int number, List<Integer> columns) {}

    FieldTable(FeatureMap map, InputMap input) {
        this.input = input;
        Set<Integer> labelled = new HashSet<>();
        for (LabelColumn label : map.labels()) {
            labelled.add(label.column());
            labels.add(input.columns().get(label.column()).field());
        }
        Map<String, List<Integer>> columns = new java.util.LinkedHashMap<>();
        for (int column = 0; column < input.columns().size(); column++) {
            if (!labelled.contains(column)) {
                columns.computeIfAbsent(input.columns().get(column).field(), name -> new ArrayList<>())
                        .add(column);
            }
        }
        columns.forEach((name, own) -> fields.put(name, new Field(fields.size(), List.copyOf(own))));
    }

    @Nullable
    Field find(String name) {
        return fields.get(name);
    }

    int size() {
        return fields.size();
    }

    InputMap input() {
        return input;
    }

    Column.Kind kind(int column) {
        return input.columns().get(column).kind();
    }

    /** The number of the field with the event time. */
    int time() {
        String name = input.columns().get(input.time()).field();
        Field field = fields.get(name);
        if (field == null) {
            throw new IllegalStateException("the event time '" + name + "' is a label");
        }
        return field.number();
    }

    /** Why {@link #find} knows nothing of a name. */
    Refusal unknown(String name) {
        if (labels.contains(name)) {
            return new Refusal(
                    Refusal.UNKNOWN_FIELD,
                    "field '%s' is a label, which nobody knows who asks for it; leave it out".formatted(name));
        }
        boolean isShort = name.length() <= LONGEST_HINTED;
        return new Refusal(
                Refusal.UNKNOWN_FIELD,
                "there is no field '%s'%s"
                        .formatted(
                                isShort ? name : name.substring(0, LONGEST_HINTED) + "...",
                                isShort ? Nearest.hint(name, fields.keySet()) : ""));
    }
}
