package io.thalweg.wire;

import static io.thalweg.wire.EventScenario.events;
import static io.thalweg.wire.EventScenario.field;
import static io.thalweg.wire.EventScenario.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.ingest.Column.Kind;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** What is refused, and in which words. */
class EventRefusalTest {
    private static final long NOON = 1_500_000_000L;
    private static final String AT = field("at", "\"long\"");

    private final EventScenario shop = events().column("c", Kind.TEXT).written(AT, field("c", "\"string\""));

    @Test
    void aTombstoneIsEmpty() {
        assertThat(rejected(shop.readBytes(null)).reason()).isEqualTo(Reason.EMPTY);
    }

    @Test
    void bytesWithoutAFrameAreNoAvro() {
        assertNotAvro(new byte[0], "0 bytes");
        assertNotAvro(new byte[4], "4 bytes");
        assertNotAvro("{\"at\":1}".getBytes(StandardCharsets.UTF_8), "begins with byte 123");
    }

    @Test
    void aTruncatedRecordIsNoAvro() {
        byte[] whole = shop.bytes(NOON, "somebody");
        for (int length = 5; length < whole.length; length++) {
            Decoded.Rejected rejected = rejected(shop.readBytes(Arrays.copyOf(whole, length)));
            assertThat(rejected.reason()).isEqualTo(Reason.NOT_AVRO);
            assertThat(rejected.detail()).contains("schema " + shop.id()).contains("of " + length);
        }
    }

    @Test
    void moreThanTheRecordIsNoAvro() {
        byte[] whole = shop.bytes(NOON, "somebody");
        assertNotAvro(Arrays.copyOf(whole, whole.length + 2), "2 bytes behind the record's end");
    }

    @Test
    void aLengthThatCannotBeIsNoAvro() {
        byte[] negative = {0, 0, 0, 0, (byte) shop.id(), 2, 3};
        assertNotAvro(negative, "a length of -2");
        byte[] million = {0, 0, 0, 0, (byte) shop.id(), 2, (byte) 0x80, (byte) 0x89, 0x7a, 'x'};
        assertNotAvro(million, "a length of 1000000 where 1 bytes are left");
    }

    @Test
    void anUnknownSchemaIsSaid() {
        Decoded.Rejected rejected = rejected(shop.readBytes(new byte[] {0, 0, 0, 3, 9, 1, 1}));
        assertThat(rejected.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(rejected.detail()).contains("777");
    }

    @Test
    void aSchemaThatIsNoRecordIsNoEvent() {
        shop.writtenWith(Schema.create(Schema.Type.STRING));
        byte[] bytes = Framed.bytes(shop.id(), Schema.create(Schema.Type.STRING), "hello");
        assertNotAvro(bytes, "is string, not a record");
    }

    @Test
    void aMissingFieldIsNamedAmongThoseThatAreThere() {
        shop.written(AT, field("client", "\"string\""));
        Decoded.Rejected rejected = shop.rejected(NOON, "x");
        assertThat(rejected.reason()).isEqualTo(Reason.MISSING_FIELD);
        assertThat(rejected.detail())
                .isEqualTo("field 'c' is not in schema %d (shop.Click); it has at, client".formatted(shop.id()));
    }

    @Test
    void aRetypedFieldIsRefusedWhateverItsValue() {
        shop.written(AT, field("c", "[\"null\",\"double\"]"));
        assertThat(shop.rejected(NOON, 1.0).reason()).isEqualTo(Reason.WRONG_TYPE);
        assertThat(shop.rejected(NOON, null).detail())
                .isEqualTo(
                        "field 'c' is null or double in schema %d (shop.Click); allowed are string, enum, int, long or boolean"
                                .formatted(shop.id()));
    }

    @Test
    void aWrongBranchIsRefusedWhenItComes() {
        shop.written(AT, field("c", "[\"string\",\"bytes\"]"));
        assertThat(EventScenario.text(shop.accepted(NOON, "fine"), 1)).isEqualTo("fine");
        Decoded.Rejected rejected = shop.rejected(NOON, ByteBuffer.wrap(new byte[3]));
        assertThat(rejected.reason()).isEqualTo(Reason.WRONG_TYPE);
        assertThat(rejected.detail()).startsWith("field 'c' is bytes");
    }

    @Test
    void anArrayOfTheWrongIsRefused() {
        EventScenario sequences =
                events().column("s", Kind.TEXTS).written(AT, field("s", "{\"type\":\"array\",\"items\":\"double\"}"));
        assertThat(sequences.rejected(NOON, List.of(1.0)).detail())
                .contains("is array of double")
                .contains("allowed are an array of string");
    }

    @Test
    void aPathThroughSomethingElseIsRefused() {
        EventScenario nested = events().column("c.id", Kind.TEXT).written(AT, field("c", "\"string\""));
        assertThat(nested.rejected(NOON, "x").detail()).contains("'c.id' needs a record");
    }

    @Test
    void aKeyMustBeThere() {
        EventScenario keyed = events().key("k").written(AT, field("k", "[\"null\",\"string\"]"));
        assertThat(EventScenario.text(keyed.accepted(NOON, "id-1"), 1)).isEqualTo("id-1");
        assertThat(keyed.rejected(NOON, null).reason()).isEqualTo(Reason.MISSING_FIELD);
    }

    @Test
    void aKeyMustBeUtf8() {
        EventScenario keyed = events().key("k").written(AT, field("k", "\"string\""));
        byte[] bytes = keyed.bytes(NOON, "ab");
        bytes[bytes.length - 1] = (byte) 0xff;
        assertThat(rejected(keyed.readBytes(bytes)).reason()).isEqualTo(Reason.NOT_AVRO);
    }

    @Test
    void numbersMustBeFinite() {
        EventScenario numbers = events().column("n", Kind.NUMBER).written(AT, field("n", "\"double\""));
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300}) {
            assertThat(numbers.rejected(NOON, bad).reason()).isEqualTo(Reason.NOT_FINITE);
        }
    }

    @Test
    void aMillionCharactersAreTooLong() {
        Decoded.Rejected rejected = shop.rejected(NOON, "x".repeat(1_000_000));
        assertThat(rejected.reason()).isEqualTo(Reason.TOO_LONG);
        assertThat(rejected.detail()).contains("1000000");
    }

    @Test
    void aSequenceWithoutEndIsTooLong() {
        EventScenario sequences =
                events().column("s", Kind.TEXTS).written(AT, field("s", "{\"type\":\"array\",\"items\":\"string\"}"));
        assertThat(sequences.rejected(NOON, Collections.nCopies(5_000, "x")).reason())
                .isEqualTo(Reason.TOO_LONG);
    }

    @Test
    void aDecimalOfAMillionDigitsIsTooLong() {
        EventScenario numbers = events().column("n", Kind.NUMBER)
                .written(
                        AT,
                        field("n", "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":20,\"scale\":2}"));
        assertThat(numbers.rejected(NOON, ByteBuffer.wrap(new byte[400_000])).reason())
                .isEqualTo(Reason.TOO_LONG);
    }

    @Test
    void anAbsurdTimeIsRefused() {
        for (long absurd : new long[] {0, -5, Long.MAX_VALUE, Long.MIN_VALUE, 1_500_000_000_000L}) {
            assertThat(shop.rejected(absurd, "x").reason()).isEqualTo(Reason.BAD_TIME);
        }
        EventScenario texts = events().written(field("at", "\"string\""));
        for (String absurd : new String[] {"", "soon", "2017-13-45", "9".repeat(1_000_000)}) {
            assertThat(texts.rejected(absurd).reason()).isEqualTo(Reason.BAD_TIME);
        }
    }

    @Test
    void recordsInsideOfRecordsEndSomewhere() {
        shop.written(AT, field("c", "\"string\""), field("deep", "[\"null\",\"Click\"]"));
        byte[] bytes = new byte[1_000_000];
        byte[] once = {2, 2, 'x', 2}; // at 1, c "x", deep again
        for (int i = 5; i < bytes.length; i++) {
            bytes[i] = once[(i - 5) % once.length];
        }
        bytes[4] = (byte) shop.id();
        assertNotAvro(bytes, "100 deep");
    }

    private void assertNotAvro(byte[] bytes, String detail) {
        Decoded.Rejected rejected = rejected(shop.readBytes(bytes));
        assertThat(rejected.reason()).isEqualTo(Reason.NOT_AVRO);
        assertThat(rejected.detail()).contains(detail);
    }
}
