package io.thalweg.config;

import io.thalweg.ingest.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hands out positions to the input fields that somebody needs, and remembers who. */
final class Columns {
    private final List<Column> columns = new ArrayList<>();
    private final Map<String, String> users =
            new LinkedHashMap<>(); // by field: the first that needs it before an event

    /** Position of a field read as {@code kind}, known before the label is. */
    int input(String field, Column.Kind kind, String user) {
        users.putIfAbsent(field, user);
        return position(field, kind);
    }

    /** Position of a field that only labels and weights are made of. */
    int label(String field) {
        return position(field, Column.Kind.NUMBER);
    }

    private int position(String field, Column.Kind kind) {
        Column column = new Column(field, kind);
        if (!columns.contains(column)) {
            columns.add(column);
        }
        return columns.indexOf(column);
    }

    /** Who looks at a field before the label is known. */
    Optional<String> userOf(String field) {
        return Optional.ofNullable(users.get(field));
    }

    int count() {
        return columns.size();
    }

    List<Column> list() {
        return columns;
    }
}
