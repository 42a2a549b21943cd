package io.thalweg.app.bench;

import io.thalweg.ingest.InputMap;
import io.thalweg.simulate.ClickLog;

/** Which field of a click log each column of an input map is. */
final class ClickLogFields {
    private static final int TIME = -1;

    private final int[] fields; // [columns]: TIME, or a category, number or label, counted through

    /** Takes the values of one record, in column order. */
    interface Taker {
        void time(int column, long millis);

        void text(int column, long value);

        void number(int column, double value);
    }

    ClickLogFields(InputMap map) {
        fields =
                map.columns().stream().mapToInt(column -> field(column.field())).toArray();
    }

    private static int field(String name) {
        int label = ClickLog.LABELS.indexOf(name);
        if (label >= 0) {
            return ClickLog.CATEGORIES + ClickLog.NUMBERS + label;
        }
        return switch (name.charAt(0)) {
            case 'c' -> Integer.parseInt(name.substring(1)) - 1;
            case 'n' -> ClickLog.CATEGORIES + Integer.parseInt(name.substring(1)) - 1;
            default -> TIME;
        };
    }

    boolean isLabel(int column) {
        return fields[column] >= ClickLog.CATEGORIES + ClickLog.NUMBERS;
    }

    /** Hands over the record that {@code log} is at. */
    void give(ClickLog log, Taker taker) {
        for (int column = 0; column < fields.length; column++) {
            int field = fields[column];
            if (field == TIME) {
                taker.time(column, log.time());
            } else if (field < ClickLog.CATEGORIES) {
                taker.text(column, log.category(field));
            } else if (field < ClickLog.CATEGORIES + ClickLog.NUMBERS) {
                taker.number(column, log.number(field - ClickLog.CATEGORIES));
            } else {
                taker.number(column, log.label(field - ClickLog.CATEGORIES - ClickLog.NUMBERS));
            }
        }
    }
}
