package io.thalweg.csv;

import io.thalweg.ingest.Column;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.NumberText;
import io.thalweg.ingest.ObservationBuilder;
import io.thalweg.ingest.Reason;
import io.thalweg.ingest.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads the cells of a row as what their columns are. An empty cell is no value; texts are taken as they stand. */
final class Cells {
    private static final char BETWEEN_TEXTS = '|';

    private final InputMap map;
    private final ObservationBuilder builder;
    private final List<InputTopic> labelled = new ArrayList<>();
    private final List<List<Integer>> own = new ArrayList<>(); // of each labelled topic: columns of no other purpose
    private final InputTopic unlabelled;

    Cells(InputMap map) {
        this.map = map;
        builder = new ObservationBuilder(map);
        InputTopic requests = map.topics().get(0);
        for (InputTopic topic : map.topics()) {
            if (topic.labelled()) {
                labelled.add(topic);
            } else {
                requests = topic;
            }
        }
        unlabelled = requests;
        for (InputTopic topic : labelled) {
            own.add(topic.columns().stream()
                    .filter(column -> !isCommon(map, column))
                    .toList());
        }
    }

    /** Whether all topics read a column, so that a value in it says nothing about a label. */
    private static boolean isCommon(InputMap map, int column) {
        return map.topics().stream().allMatch(topic -> topic.columns().contains(column));
    }

    /** The topics on which a row is an event. */
    List<InputTopic> topics(CsvTable.Row row) {
        if (map.topics().size() == 1 || !row.wrong().isEmpty()) {
            return List.of(map.topics().get(0));
        }
        List<InputTopic> speaking = new ArrayList<>();
        for (int i = 0; i < labelled.size(); i++) {
            if (own.get(i).isEmpty() || own.get(i).stream().anyMatch(column -> !row.cells()[column].isEmpty())) {
                speaking.add(labelled.get(i));
            }
        }
        return speaking.isEmpty() ? List.of(unlabelled) : speaking;
    }

    Decoded read(CsvTable.Row row, InputTopic topic, Source source) {
        builder.begin(topic);
        if (!row.wrong().isEmpty()) {
            builder.reject(Reason.MISSING_FIELD, row.wrong());
            return builder.build(source);
        }
        for (int column : topic.columns()) {
            String cell = row.cells()[column];
            if (!cell.isEmpty()) {
                read(column, cell);
            } else if (column == map.key()) {
                builder.reject(Reason.MISSING_FIELD, column, "has no value; every event needs its key");
            }
        }
        return builder.build(source);
    }

    private void read(int column, String cell) {
        Column.Kind kind = map.columns().get(column).kind();
        switch (kind) {
            case TEXT -> builder.text(column, cell);
            case NUMBER -> number(column, cell);
            case TEXTS -> texts(column, cell);
            case NUMBERS -> numbers(column, cell);
            case TIME -> builder.time(column, map.timeRule().parse(cell));
        }
    }

    private void number(int column, String cell) {
        OptionalDouble number = NumberText.parse(cell);
        if (number.isPresent()) {
            builder.number(column, number.getAsDouble());
        } else {
            builder.reject(Reason.WRONG_TYPE, column, NumberText.complaint(cell));
        }
    }

    private void numbers(int column, String cell) {
        Optional<double[]> numbers = NumberText.parseList(cell);
        if (numbers.isEmpty()) {
            builder.reject(Reason.WRONG_TYPE, column, NumberText.listComplaint(cell));
            return;
        }
        builder.array(column, numbers.get().length);
        for (double number : numbers.get()) {
            builder.component(column, number);
        }
    }

    private void texts(int column, String cell) {
        List<byte[]> texts = new ArrayList<>();
        for (int from = 0; from <= cell.length(); ) {
            int bar = cell.indexOf(BETWEEN_TEXTS, from);
            int to = bar < 0 ? cell.length() : bar;
            texts.add(cell.substring(from, to).getBytes(StandardCharsets.UTF_8));
            from = to + 1;
        }
        builder.sequence(column, texts.size());
        texts.forEach(text -> builder.element(column, text, 0, text.length));
    }
}
