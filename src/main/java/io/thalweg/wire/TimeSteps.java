package io.thalweg.wire;

import io.thalweg.ingest.TimeRule;
import java.nio.charset.StandardCharsets;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The steps that take a value as a point in time. Local timestamps and dates are taken as UTC. */
final class TimeSteps {
    /** In words, for whoever maps a field that is something else. */
    static final String ALLOWED = "int, long, date, timestamp or an ISO-8601 string";

    private static final long DAY = 86_400_000L;
    private static final int LONGEST = 64;

    private TimeSteps() {}

    /** How a value of this schema becomes a time, or null if it is none. */
    static @Nullable Step of(Schema schema, int column, TimeRule rule) {
        return switch (schema.getType()) {
            case INT -> day(schema.getLogicalType(), column, rule);
            case LONG -> instant(schema.getLogicalType(), column, rule);
            case STRING ->
                (in, to) -> {
                    int size = in.readLength();
                    int from = in.advance(size);
                    to.time(column, size > LONGEST ? TimeRule.NOT_A_TIME : parse(in.bytes(), from, size, rule));
                };
            default -> null;
        };
    }

    private static @Nullable Step day(@Nullable LogicalType logical, int column, TimeRule rule) {
        return switch (logical == null ? "" : logical.getName()) {
            case "date" -> (in, to) -> to.time(column, DAY * in.readInt());
            case "time-millis" -> null;
            default -> (in, to) -> to.time(column, rule.ofNumber(in.readInt()));
        };
    }

    private static @Nullable Step instant(@Nullable LogicalType logical, int column, TimeRule rule) {
        return switch (logical == null ? "" : logical.getName()) {
            case "timestamp-millis", "local-timestamp-millis" -> (in, to) -> to.time(column, in.readLong());
            case "timestamp-micros", "local-timestamp-micros" ->
                (in, to) -> to.time(column, Math.floorDiv(in.readLong(), 1_000L));
            case "timestamp-nanos", "local-timestamp-nanos" ->
                (in, to) -> to.time(column, Math.floorDiv(in.readLong(), 1_000_000L));
            case "time-micros" -> null;
            default -> (in, to) -> to.time(column, rule.ofNumber(in.readLong()));
        };
    }

    private static long parse(byte[] from, int at, int size, TimeRule rule) {
        return rule.parse(new String(from, at, size, StandardCharsets.UTF_8));
    }
}
