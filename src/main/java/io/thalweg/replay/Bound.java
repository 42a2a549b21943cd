package io.thalweg.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Where a replay begins or ends, as the user says it. The end is the first record that is not learned. */
public sealed interface Bound {
    /** The first record that ever was in the log. */
    record Beginning() implements Bound {}

    /** A train-log offset. */
    record Offset(long offset) implements Bound {}

    /** The first event whose time is at or after it. */
    record Time(Instant time) implements Bound {}

    /** A snapshot's place: the first record that it has not seen. */
    record Snapshot(String id) implements Bound {}

    /** @throws IllegalArgumentException if it is none of the forms; names them */
    static Bound parse(String text) {
        if (text.equals("beginning")) {
            return new Beginning();
        }
        if (text.matches("\\d{1,18}")) {
            return new Offset(Long.parseLong(text));
        }
        if (text.matches("snapshot:.+")) {
            return new Snapshot(text.substring("snapshot:".length()));
        }
        try {
            return new Time(instant(text));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    ("'%s' is no place in the log; say beginning, an offset (120000), an event time"
                                    + " (2026-11-20T08:00:00Z, or a day in UTC: 2026-11-20), or snapshot:ID")
                            .formatted(text),
                    e);
        }
    }

    /**
     * ISO-8601 with an offset from UTC, or a day, which begins at midnight UTC.
     *
     * @throws DateTimeException if it is neither
     */
    static Instant instant(String text) {
        return text.matches("\\d{4}-\\d\\d-\\d\\d")
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : OffsetDateTime.parse(text, DateTimeFormatter.ISO_DATE_TIME).toInstant();
    }
}
