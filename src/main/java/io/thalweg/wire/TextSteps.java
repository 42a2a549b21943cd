package io.thalweg.wire;

import io.thalweg.ingest.ObservationBuilder;
import java.nio.charset.StandardCharsets;
import java.util.function.ToLongFunction;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The steps that take a value as a category: by its text, which nobody makes a {@code String} of. */
final class TextSteps {
    /** In words, for whoever maps a field that is something else. */
    static final String ALLOWED = "string, enum, int, long or boolean";

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private TextSteps() {}

    /** Where a text goes: a TEXT column, or the TEXTS column begun last. */
    interface Sink {
        void put(ObservationBuilder to, byte[] from, int at, int size);
    }

    /** How a value of this schema becomes a text, or null if it has none. */
    static @Nullable Step of(Schema schema, Sink sink) {
        return switch (schema.getType()) {
            case STRING -> new Text(sink);
            case INT -> digits(AvroInput::readInt, sink);
            case LONG -> digits(AvroInput::readLong, sink);
            case BOOLEAN -> new TrueOrFalse(sink);
            case ENUM ->
                new Symbol(
                        sink,
                        schema.getEnumSymbols().stream()
                                .map(symbol -> symbol.getBytes(StandardCharsets.UTF_8))
                                .toArray(byte[][]::new));
            default -> null;
        };
    }

    private record Text(Sink sink) implements Step {
        @Override
        public void run(AvroInput in, ObservationBuilder to) {
            int size = in.readLength();
            sink.put(to, in.bytes(), in.advance(size), size);
        }
    }

    private static Step digits(ToLongFunction<AvroInput> number, Sink sink) {
        byte[] scratch = new byte[20];
        return (in, to) -> {
            int from = AvroOutput.digits(number.applyAsLong(in), scratch);
            sink.put(to, scratch, from, scratch.length - from);
        };
    }

    private record TrueOrFalse(Sink sink) implements Step {
        @Override
        public void run(AvroInput in, ObservationBuilder to) {
            byte[] word = in.readBoolean() ? TRUE : FALSE;
            sink.put(to, word, 0, word.length);
        }
    }

    private record Symbol(Sink sink, byte[][] symbols) implements Step {
        @Override
        public void run(AvroInput in, ObservationBuilder to) {
            byte[] symbol = symbols[in.readIndex(symbols.length)];
            sink.put(to, symbol, 0, symbol.length);
        }
    }

    /** Begins a column of so many values; too many are refused. */
    interface Begin {
        void of(ObservationBuilder to, int column, int count);
    }

    /**
     * An array as a TEXTS or NUMBERS column. What is beyond the longest one is passed over; the event is refused
     * anyway.
     */
    record Sequence(int column, Begin begin, Step item, Step skip) implements Step {
        @Override
        public void run(AvroInput in, ObservationBuilder to) {
            begin.of(to, column, 0);
            int total = 0;
            for (int count = in.readBlock(); count > 0; count = in.readBlock()) {
                total += count;
                boolean tooLong = total > ObservationBuilder.LONGEST_SEQUENCE;
                if (tooLong) {
                    begin.of(to, column, total);
                }
                for (int i = 0; i < count; i++) {
                    (tooLong ? skip : item).run(in, to);
                }
            }
        }
    }
}
