package io.thalweg.ingest;

import io.thalweg.check.Require;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * How event times are written and which are believable.
 *
 * @param unitMillis milliseconds in one unit of a numeric time: 1, 1,000 or 86,400,000
 * @param earliest the first believable event time, in epoch milliseconds
 * @param latest the first event time that is not believable any more, in epoch milliseconds
 */
public record TimeRule(long unitMillis, long earliest, long latest) {
    /** What {@link #parse} answers for a text that is no time. */
    public static final long NOT_A_TIME = Long.MIN_VALUE;

    public TimeRule {
        Require.that(unitMillis >= 1, "a time unit must be at least a millisecond, got %d", unitMillis);
        Require.that(earliest < latest, "the earliest event time %d is not before the latest %d", earliest, latest);
    }

    /** Epoch milliseconds of a number in the configured unit; absurd numbers stay absurd. */
    public long ofNumber(long number) {
        long farthest = Long.MAX_VALUE / unitMillis;
        return Math.max(-farthest, Math.min(farthest, number)) * unitMillis;
    }

    /** Epoch milliseconds of a whole number or an ISO-8601 text (without a zone: UTC), or {@link #NOT_A_TIME}. */
    public long parse(String text) {
        String trimmed = text.trim();
        if (trimmed.matches("[+-]?\\d{1,18}")) {
            return ofNumber(Long.parseLong(trimmed));
        }
        try {
            if (trimmed.length() == 10) {
                return Instant.parse(trimmed + "T00:00:00Z").toEpochMilli();
            }
            var parsed = DateTimeFormatter.ISO_DATE_TIME.parseBest(
                    trimmed.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
            return parsed instanceof OffsetDateTime zoned
                    ? zoned.toInstant().toEpochMilli()
                    : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            return NOT_A_TIME;
        }
    }

    /** Whether an event may claim to be from {@code millis}. */
    public boolean believes(long millis) {
        return millis >= earliest && millis < latest;
    }
}
