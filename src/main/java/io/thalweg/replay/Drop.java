package io.thalweg.replay;

import io.thalweg.feature.Example;
import io.thalweg.ingest.Source;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which events a model must never have seen. */
public sealed interface Drop {
    /** What users may say. */
    String FORMS = "key=K, source=TOPIC:PARTITION:FROM-TO (offsets, both dropped), time=FROM/TO (event time, TO is"
            + " kept), or field=NAME:VALUE (with --source raw)";

    /** What the user typed. */
    String spec();

    /** Whether the event is one of them, as far as the train log can tell. */
    boolean matches(Example example);

    /** The events with one key. */
    record ByKey(String spec, String key) implements Drop {
        @Override
        public boolean matches(Example example) {
            byte[] its = example.key();
            return its != null && Arrays.equals(its, key.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** What came from a range of one input partition's offsets; the last one is dropped too. */
    record BySource(String spec, Source first, long last) implements Drop {
        @Override
        public boolean matches(Example example) {
            Source source = example.source();
            return source.offset() >= first.offset()
                    && source.offset() <= last
                    && source.partition() == first.partition()
                    && source.topic().equals(first.topic());
        }
    }

    /** The events of a stretch of event time, {@code to} excluded. */
    record ByTime(String spec, Instant from, Instant to) implements Drop {
        @Override
        public boolean matches(Example example) {
            return example.time() >= from.toEpochMilli() && example.time() < to.toEpochMilli();
        }
    }

    /** The events with one value in a field of their raw record, which the train log does not have. */
    record ByField(String spec, String field, String value) implements Drop {
        @Override
        public boolean matches(Example example) {
            return false;
        }
    }

    /** @throws IllegalArgumentException if it is none of {@link #FORMS}; says what is wrong */
    static Drop parse(String spec) {
        int equals = spec.indexOf('=');
        String value = spec.substring(equals + 1);
        String kind = equals < 0 || value.isEmpty() ? "" : spec.substring(0, equals);
        return switch (kind) {
            case "key" -> new ByKey(spec, value);
            case "source" -> source(spec, value);
            case "time" -> time(spec, value);
            case "field" -> field(spec, value);
            default -> throw wrong(spec, "");
        };
    }

    private static Drop source(String spec, String value) {
        Matcher parts =
                Pattern.compile("(.+):(\\d{1,9}):(\\d{1,18})-(\\d{1,18})").matcher(value);
        if (!parts.matches()) {
            throw wrong(spec, "");
        }
        Source first = new Source(parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)));
        long last = Long.parseLong(parts.group(4));
        if (last < first.offset()) {
            throw wrong(spec, ": its last offset is before its first");
        }
        return new BySource(spec, first, last);
    }

    private static Drop time(String spec, String value) {
        String[] parts = value.split("/", -1);
        if (parts.length != 2) {
            throw wrong(spec, "");
        }
        try {
            ByTime drop = new ByTime(spec, Bound.instant(parts[0]), Bound.instant(parts[1]));
            if (!drop.from().isBefore(drop.to())) {
                throw wrong(spec, ": it ends before anything is in it");
            }
            return drop;
        } catch (DateTimeException e) {
            throw wrong(spec, ": times are such as 2026-11-20T08:00:00Z or 2026-11-20");
        }
    }

    private static Drop field(String spec, String value) {
        int colon = value.indexOf(':');
        if (colon < 1) {
            throw wrong(spec, "");
        }
        return new ByField(spec, value.substring(0, colon), value.substring(colon + 1));
    }

    private static IllegalArgumentException wrong(String spec, String why) {
        return new IllegalArgumentException("cannot drop '%s'%s; say %s".formatted(spec, why, FORMS));
    }
}
