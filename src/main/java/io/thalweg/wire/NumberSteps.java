package io.thalweg.wire;

import io.thalweg.ingest.NumberText;
import io.thalweg.ingest.ObservationBuilder;
import io.thalweg.ingest.Reason;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The steps that take a value as a number. */
final class NumberSteps {
    /** In words, for whoever maps a field that is something else. */
    static final String ALLOWED = "int, long, float, double, decimal or boolean";

    private static final int LONGEST_DECIMAL = 64;
    private static final int SHOWN_BYTES = 300; // more than is shown, so that no shown character is cut

    private NumberSteps() {}

    /** How a value of this schema becomes a number, or null if it is none. */
    static @Nullable Step of(Schema schema, int column) {
        return switch (schema.getType()) {
            case INT -> (in, to) -> to.number(column, in.readInt());
            case LONG -> (in, to) -> to.number(column, in.readLong());
            case FLOAT -> (in, to) -> to.number(column, in.readFloat());
            case DOUBLE -> (in, to) -> to.number(column, in.readDouble());
            case BOOLEAN -> (in, to) -> to.number(column, in.readBoolean() ? 1 : 0);
            case BYTES ->
                schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
                        ? (in, to) -> decimal(in, to, column, in.readLength(), decimal.getScale())
                        : null;
            case FIXED ->
                schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
                        ? (in, to) -> decimal(in, to, column, schema.getFixedSize(), decimal.getScale())
                        : null;
            default -> null;
        };
    }

    /** Refuses a text, whatever it says, and shows its beginning. */
    static Step refusedText(int column) {
        return (in, to) -> {
            int size = in.readLength();
            int from = in.advance(size);
            String text = new String(in.bytes(), from, Math.min(size, SHOWN_BYTES), StandardCharsets.UTF_8);
            to.reject(
                    Reason.WRONG_TYPE,
                    column,
                    "is the text '%s'; allowed are %s".formatted(NumberText.shown(text), ALLOWED));
        };
    }

    // The longest are refused: to read a number of a million bytes takes minutes.
    private static void decimal(AvroInput in, ObservationBuilder to, int column, int size, int scale) {
        int from = in.advance(size);
        if (size == 0 || size > LONGEST_DECIMAL) {
            to.reject(
                    Reason.TOO_LONG,
                    column,
                    "is a decimal of %d bytes; allowed are 1 to %d".formatted(size, LONGEST_DECIMAL));
            return;
        }
        to.number(column, new BigDecimal(new BigInteger(in.bytes(), from, size), scale).doubleValue());
    }
}
