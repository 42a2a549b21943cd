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
    private static final int DECIMAL_BYTES = -1; // of a decimal that says itself how long it is
    private static final int SHOWN_BYTES = 300; // more than is shown, so that no shown character is cut

    private NumberSteps() {}

    /** Where a number goes. */
    interface Sink {
        void put(ObservationBuilder to, int column, double number);
    }

    /** How a value of this schema becomes a number, or null if it is none. */
    static @Nullable Step of(Schema schema, int column, Sink sink) {
        return switch (schema.getType()) {
            case INT -> (in, to) -> sink.put(to, column, in.readInt());
            case LONG -> (in, to) -> sink.put(to, column, in.readLong());
            case FLOAT -> (in, to) -> sink.put(to, column, in.readFloat());
            case DOUBLE -> (in, to) -> sink.put(to, column, in.readDouble());
            case BOOLEAN -> (in, to) -> sink.put(to, column, in.readBoolean() ? 1 : 0);
            case BYTES ->
                schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
                        ? new Decimal(column, sink, DECIMAL_BYTES, decimal.getScale())
                        : null;
            case FIXED ->
                schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
                        ? new Decimal(column, sink, schema.getFixedSize(), decimal.getScale())
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

    /** {@code size} bytes, or as many as stand before them. The longest are refused: a million bytes take minutes. */
    private record Decimal(int column, Sink sink, int size, int scale) implements Step {
        @Override
        public void run(AvroInput in, ObservationBuilder to) {
            int bytes = size == DECIMAL_BYTES ? in.readLength() : size;
            int from = in.advance(bytes);
            if (bytes == 0 || bytes > LONGEST_DECIMAL) {
                to.reject(
                        Reason.TOO_LONG,
                        column,
                        "is a decimal of %d bytes; allowed are 1 to %d".formatted(bytes, LONGEST_DECIMAL));
                return;
            }
            sink.put(to, column, new BigDecimal(new BigInteger(in.bytes(), from, bytes), scale).doubleValue());
        }
    }
}
