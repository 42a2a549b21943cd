package io.thalweg.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.ingest.Column;
import io.thalweg.ingest.Column.Kind;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.Observation;
import io.thalweg.ingest.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class EventWriterTest {
    private static final InputTopic CLICK = new InputTopic("shop.click", List.of(0, 1, 2, 3, 5), List.of(0), true);
    private static final InputTopic RATING = new InputTopic("1.rating-s", List.of(0, 4, 6, 7), List.of(0), true);
    private static final InputMap MAP = new InputMap(
            List.of(
                    new Column("at", Kind.TIME),
                    new Column("user", Kind.TEXT),
                    new Column("price", Kind.NUMBER),
                    new Column("history", Kind.TEXTS),
                    new Column("stars", Kind.TEXT),
                    new Column("clicked", Kind.NUMBER),
                    new Column("stars", Kind.NUMBER),
                    new Column("at", Kind.TEXT)),
            0,
            -1,
            EventScenario.SECONDS,
            List.of(CLICK, RATING));

    private final Registry registry = Registry.inMemory();
    private final EventWriter click = new EventWriter(MAP, CLICK, registry);
    private final EventWriter rating = new EventWriter(MAP, RATING, registry);

    @Test
    void theSchemaIsMadeOfTheColumns() {
        assertThat(click.schema())
                .hasToString("{\"type\":\"record\",\"name\":\"click\",\"namespace\":\"shop\",\"fields\":["
                        + "{\"name\":\"at\",\"type\":[\"null\",\"long\",\"string\"],\"default\":null},"
                        + "{\"name\":\"user\",\"type\":[\"null\",\"string\"],\"default\":null},"
                        + "{\"name\":\"price\",\"type\":[\"null\",\"double\",\"string\"],\"default\":null},"
                        + "{\"name\":\"history\",\"type\":{\"type\":\"array\",\"items\":\"string\"}},"
                        + "{\"name\":\"clicked\",\"type\":[\"null\",\"double\",\"string\"],\"default\":null}]}");
        assertThat(rating.schema().getFullName()).isEqualTo("_1.rating_s");
        assertThat(rating.schema().getField("stars").schema())
                .hasToString("[\"null\",\"long\",\"double\",\"string\",\"boolean\"]");
    }

    @Test
    void whatIsWrittenIsRead() {
        byte[] bytes = click.begin()
                .time(0, 1_500_000_000L)
                .text(1, "Zoë")
                .number(2, 9.5)
                .texts(3, "a", "b")
                .number(5, 1)
                .end();
        Observation read = accepted(bytes, CLICK);
        assertThat(read.time()).isEqualTo(1_500_000_000_000L);
        assertThat(EventScenario.text(read, 1)).isEqualTo("Zoë");
        assertThat(read.number(2)).isEqualTo(9.5);
        assertThat(EventScenario.texts(read, 3)).containsExactly("a", "b");
        assertThat(read.number(5)).isEqualTo(1);
    }

    @Test
    void whatIsLeftOutIsNoValue() throws IOException {
        byte[] bytes = click.begin().time(0, 1).text(1, 77).end();
        GenericRecord record = Framed.record(click.schema(), bytes);
        assertThat(record)
                .hasToString("{\"at\": 1, \"user\": \"77\", \"price\": null, \"history\": [], \"clicked\": null}");
        record = Framed.record(click.schema(), click.begin().end());
        assertThat(record.get("at")).isNull();
    }

    @Test
    void cellsAreReadAsTheirColumns() throws IOException {
        byte[] bytes = click.begin()
                .cell(0, "2017-07-14T02:40:00Z")
                .cell(1, " x")
                .cell(2, "1e3")
                .cell(3, "a||b|")
                .cell(5, "true")
                .end();
        assertThat(Framed.<GenericRecord>record(click.schema(), bytes))
                .hasToString(
                        "{\"at\": \"2017-07-14T02:40:00Z\", \"user\": \" x\", \"price\": 1000.0, \"history\": [\"a\", \"\", \"b\", \"\"], \"clicked\": 1.0}");
        bytes = click.begin()
                .cell(0, "1500000000")
                .cell(1, "")
                .cell(2, "")
                .cell(3, "")
                .end();
        assertThat(Framed.<GenericRecord>record(click.schema(), bytes))
                .hasToString(
                        "{\"at\": 1500000000, \"user\": null, \"price\": null, \"history\": [], \"clicked\": null}");
    }

    @Test
    void aCellThatIsNoNumberIsRefusedByTheReaderAsTheFileItselfWouldBe() {
        for (String price : List.of("cheap", "5d", " ", "1,5", "z".repeat(70_000))) {
            Decoded.Rejected rejected = rejected(click, CLICK, price);
            assertThat(rejected.reason()).isEqualTo(Reason.WRONG_TYPE);
            assertThat(rejected.detail())
                    .startsWith("field 'price' is the text '" + price.substring(0, Math.min(60, price.length())))
                    .endsWith("; allowed are int, long, float, double, decimal or boolean")
                    .hasSizeLessThan(200);
        }
        assertThat(rejected(click, CLICK, "NaN").reason()).isEqualTo(Reason.NOT_FINITE);
        assertThat(rejected(click, CLICK, "-Infinity").reason()).isEqualTo(Reason.NOT_FINITE);
    }

    @Test
    void aTextInAFieldOfTwoKindsIsNoNumberEither() {
        byte[] bytes = rating.begin().cell(0, "1500000000").cell(4, "many").end();
        Decoded.Rejected rejected =
                EventScenario.rejected(new EventReader(MAP, registry).read(bytes, RATING, EventScenario.SOURCE));
        assertThat(rejected.reason()).isEqualTo(Reason.WRONG_TYPE);
        assertThat(rejected.detail()).contains("'stars' is the text 'many'");
    }

    private Decoded.Rejected rejected(EventWriter writer, InputTopic topic, String price) {
        byte[] bytes = writer.begin().cell(0, "1500000000").cell(2, price).end();
        return EventScenario.rejected(new EventReader(MAP, registry).read(bytes, topic, EventScenario.SOURCE));
    }

    @Test
    void aFieldOfTwoKindsServesBoth() {
        Observation read = accepted(
                rating.begin().time(0, 1_500_000_000L).number(4, 5).number(6, 5).end(), RATING);
        assertThat(EventScenario.text(read, 4)).isEqualTo("5");
        assertThat(read.number(6)).isEqualTo(5);
        assertThat(EventScenario.text(read, 7)).isEqualTo("1500000000");
        read = accepted(
                rating.begin().cell(0, "1500000000").cell(4, "4").cell(6, "4").end(), RATING);
        assertThat(EventScenario.text(read, 4)).isEqualTo("4");
        assertThat(read.number(6)).isEqualTo(4);
        read = accepted(rating.begin().cell(0, "1500000000").cell(4, "true").end(), RATING);
        assertThat(EventScenario.text(read, 4)).isEqualTo("true");
        assertThat(read.number(6)).isEqualTo(1);
    }

    @Test
    void textsOfAllLengthsAreWrittenAsAvroWould() throws IOException {
        for (String text :
                List.of("", "x".repeat(63), "y".repeat(64), "z".repeat(20_000), "ü".repeat(5_000), "\ud83d\ude00")) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            byte[] asString = click.begin().text(1, text).end();
            assertThat(Framed.<GenericRecord>record(click.schema(), asString).get("user"))
                    .hasToString(text);
            assertThat(click.begin().text(1, utf8, 0, utf8.length).end()).isEqualTo(asString);
        }
        for (long number : new long[] {0, -1, 9, 10, Long.MAX_VALUE, Long.MIN_VALUE}) {
            byte[] bytes = click.begin().text(1, number).end();
            assertThat(Framed.<GenericRecord>record(click.schema(), bytes).get("user"))
                    .hasToString(Long.toString(number));
        }
    }

    @Test
    void columnsComeInOrderAndAsTheyAre() {
        assertThatThrownBy(() -> click.begin().number(2, 1).text(1, "x"))
                .hasMessageContaining("column 1 comes too late");
        assertThatThrownBy(() -> click.begin().text(4, "x")).hasMessageContaining("column 4 is not one of the topic's");
        assertThatThrownBy(() -> click.begin().number(1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> click.begin().number(1, 1.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> click.begin().text(2, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> click.begin().texts(1, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNameThatAvroDoesNotAllowIsRefused() {
        var topic = new InputTopic("t", List.of(0), List.of(), true);
        var map = new InputMap(
                List.of(new Column("event time", Kind.TIME)), 0, -1, EventScenario.SECONDS, List.of(topic));
        assertThatThrownBy(() -> new EventWriter(map, topic, registry))
                .hasMessageContaining("'event time'")
                .hasMessageContaining("letters");
    }

    private Observation accepted(byte[] bytes, InputTopic topic) {
        return EventScenario.accepted(new EventReader(MAP, registry).read(bytes, topic, EventScenario.SOURCE));
    }
}
