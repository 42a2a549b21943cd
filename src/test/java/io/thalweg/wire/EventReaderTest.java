package io.thalweg.wire;

import static io.thalweg.wire.EventScenario.events;
import static io.thalweg.wire.EventScenario.field;
import static io.thalweg.wire.EventScenario.text;
import static io.thalweg.wire.EventScenario.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.ingest.Column.Kind;
import io.thalweg.ingest.Observation;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is accepted, and as what. */
class EventReaderTest {
    private static final long NOON = 1_500_000_000L; // seconds
    private static final String AT = field("at", "\"long\"");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "string"             | user 7 | user 7
                    "int"                | -12    | -12
                    "long"               | 0      | 0
                    "long"               | -9223372036854775808 | -9223372036854775808
                    "boolean"            | true   | true
                    "boolean"            | false  | false
                    ["null","string"]    | Zoë    | Zoë
                    ["string","null"]    | x      | x
                    ["null","long","string"] | 77 | 77
                    """)
    void aCategoryIsItsText(String type, String value, String text) {
        Observation read =
                events().column("c", Kind.TEXT).written(AT, field("c", type)).accepted(NOON, of(type, value));
        assertThat(text(read, 1)).isEqualTo(text);
    }

    private static Object of(String type, String value) {
        if (type.contains("int")) {
            return Integer.valueOf(value);
        }
        return type.contains("long")
                ? (Object) Long.valueOf(value)
                : type.contains("boolean") ? value.equals("true") : value;
    }

    @Test
    void anEnumIsItsSymbol() {
        EventScenario shop = events().column("c", Kind.TEXT)
                .written(AT, field("c", "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"LONG_ONE\"]}"));
        Schema symbols =
                new Schema.Parser().parse("{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\",\"LONG_ONE\"]}");
        assertThat(text(shop.accepted(NOON, new GenericData.EnumSymbol(symbols, "LONG_ONE")), 1))
                .isEqualTo("LONG_ONE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "int"     | 42
                    "long"    | -7
                    ["null","double"] | 0.1
                    ["float","null"]  | 2.5
                    """)
    void aNumberIsANumber(String type, double value) {
        Object written = type.contains("int")
                ? (Object) (int) value
                : type.contains("long")
                        ? (Object) (long) value
                        : type.contains("float") ? (Object) (float) value : value;
        Observation read =
                events().column("n", Kind.NUMBER).written(AT, field("n", type)).accepted(NOON, written);
        assertThat(read.number(1)).isEqualTo(value);
    }

    @Test
    void aBooleanIsAlsoZeroOrOne() {
        EventScenario shop = events().column("n", Kind.NUMBER).written(AT, field("n", "\"boolean\""));
        assertThat(shop.accepted(NOON, true).number(1)).isEqualTo(1);
        assertThat(shop.accepted(NOON, false).number(1)).isEqualTo(0);
    }

    @Test
    void aDecimalIsANumber() {
        EventScenario shop = events().column("n", Kind.NUMBER)
                .column("f", Kind.NUMBER)
                .written(
                        AT,
                        field("n", "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":20,\"scale\":2}"),
                        field(
                                "f",
                                "{\"type\":\"fixed\",\"name\":\"F\",\"size\":4,\"logicalType\":\"decimal\",\"precision\":9,\"scale\":3}"));
        Schema fixed = Schema.createFixed("F", null, null, 4);
        Observation read = shop.accepted(
                NOON,
                ByteBuffer.wrap(
                        new BigDecimal("-1234567890123.45").unscaledValue().toByteArray()),
                new GenericData.Fixed(fixed, new byte[] {0, 0, 0x30, 0x39}));
        assertThat(read.number(1)).isEqualTo(-1234567890123.45);
        assertThat(read.number(2)).isEqualTo(12.345);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "long" | 1500000000
                    {"type":"long","logicalType":"timestamp-millis"} | 1500000000000
                    {"type":"long","logicalType":"timestamp-micros"} | 1500000000000999
                    {"type":"long","logicalType":"timestamp-nanos"} | 1500000000000999999
                    {"type":"long","logicalType":"local-timestamp-millis"} | 1500000000000
                    {"type":"long","logicalType":"local-timestamp-micros"} | 1500000000000000
                    "string" | 1500000000
                    "string" | 2017-07-14T02:40:00Z
                    "string" | 2017-07-14 02:40:00
                    "string" | 2017-07-14T04:40:00+02:00
                    ["null","long","string"] | 1500000000
                    """)
    void aTimeMayBeWrittenInManyWays(String type, String value) {
        Object written =
                type.contains("string") && !type.contains("null") ? (Object) value : (Object) Long.valueOf(value);
        assertThat(events().written(field("at", type)).accepted(written).time()).isEqualTo(1_500_000_000_000L);
    }

    @Test
    void aDateIsItsMidnight() {
        EventScenario shop = events().written(field("at", "{\"type\":\"int\",\"logicalType\":\"date\"}"));
        assertThat(shop.accepted(17_361).time()).isEqualTo(1_499_990_400_000L);
    }

    @Test
    void aSequenceIsItsTextsInOrder() {
        EventScenario shop = events().column("s", Kind.TEXTS)
                .column("t", Kind.TEXTS)
                .written(
                        AT,
                        field("s", "[\"null\",{\"type\":\"array\",\"items\":\"string\"}]"),
                        field("t", "{\"type\":\"array\",\"items\":[\"null\",\"long\"]}"));
        Observation read = shop.accepted(NOON, List.of("a", "", "ccc"), Arrays.asList(5L, null, -6L));
        assertThat(texts(read, 1)).containsExactly("a", "", "ccc");
        assertThat(texts(read, 2)).containsExactly("5", "-6");
        assertThat(texts(shop.accepted(NOON, null, List.of()), 1)).isEmpty();
    }

    @Test
    void nullIsNoValue() {
        EventScenario shop = events().column("c", Kind.TEXT)
                .column("n", Kind.NUMBER)
                .column("nothing", Kind.TEXT)
                .written(
                        AT,
                        field("c", "[\"null\",\"string\"]"),
                        field("n", "[\"double\",\"null\"]"),
                        field("nothing", "\"null\""));
        Observation read = shop.accepted(NOON, null, null, null);
        assertThat(read.hasText(1)).isFalse();
        assertThat(read.number(2)).isNaN();
        assertThat(read.hasText(3)).isFalse();
    }

    @Test
    void aFieldMayServeSeveralColumns() {
        EventScenario shop = events().column("r", Kind.TEXT)
                .column("r", Kind.NUMBER)
                .column("at", Kind.TEXT)
                .written(AT, field("r", "\"int\""));
        Observation read = shop.accepted(NOON, 5);
        assertThat(text(read, 1)).isEqualTo("5");
        assertThat(read.number(2)).isEqualTo(5);
        assertThat(text(read, 3)).isEqualTo("1500000000");
    }

    @Test
    void aPathLeadsIntoNestedRecords() {
        String user = "[\"null\",{\"type\":\"record\",\"name\":\"User\",\"namespace\":\"shop\",\"fields\":[%s,%s]}]"
                .formatted(field("age", "\"int\""), field("id", "\"string\""));
        EventScenario shop = events().column("user.id", Kind.TEXT)
                .column("user.age", Kind.NUMBER)
                .written(AT, field("user", user));
        Schema schema = new Schema.Parser().parse(user).getTypes().get(1);
        var record = new GenericData.Record(schema);
        record.put("age", 33);
        record.put("id", "u1");
        Observation read = shop.accepted(NOON, record);
        assertThat(text(read, 1)).isEqualTo("u1");
        assertThat(read.number(2)).isEqualTo(33);
        assertThat(shop.accepted(NOON, null).hasText(1)).isFalse();
    }

    @Test
    void whateverIsNotMappedIsPassedOver() {
        Schema list = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"List\",\"namespace\":\"shop\",\"fields\":[%s,%s]}"
                        .formatted(field("v", "\"int\""), field("next", "[\"null\",\"List\"]")));
        var second = new GenericData.Record(list);
        second.put("v", 2);
        var first = new GenericData.Record(list);
        first.put("v", 1);
        first.put("next", second);
        EventScenario shop = events().column("c", Kind.TEXT)
                .written(
                        field("a", "{\"type\":\"map\",\"values\":[\"null\",\"bytes\"]}"),
                        field("b", "{\"type\":\"fixed\",\"name\":\"F\",\"size\":3}"),
                        AT,
                        field("d", "\"double\""),
                        field("e", "\"float\""),
                        field("l", list.toString()),
                        field("n", "{\"type\":\"array\",\"items\":\"null\"}"),
                        field("c", "\"string\""),
                        field("z", "\"boolean\""));
        Observation read = shop.accepted(
                Map.of("k", ByteBuffer.wrap(new byte[9])),
                new GenericData.Fixed(Schema.createFixed("F", null, null, 3), new byte[3]),
                NOON,
                1.5,
                2.5f,
                first,
                Arrays.asList(new Object[300]),
                "here",
                true);
        assertThat(text(read, 1)).isEqualTo("here");
        assertThat(read.source()).isEqualTo(EventScenario.SOURCE);
    }

    @Test
    void eachSchemaIsReadByItsOwnPlan() {
        EventScenario shop = events().column("c", Kind.TEXT).written(AT, field("c", "\"string\""));
        byte[] before = shop.bytes(NOON, "old");
        shop.written(field("more", "\"string\""), field("c", "\"long\""), AT);
        byte[] after = shop.bytes("x", 8L, NOON);
        for (int i = 0; i < 3; i++) {
            assertThat(text(EventScenario.accepted(shop.readBytes(before)), 1)).isEqualTo("old");
            assertThat(text(EventScenario.accepted(shop.readBytes(after)), 1)).isEqualTo("8");
        }
    }
}
