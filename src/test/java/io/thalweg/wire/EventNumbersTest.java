package io.thalweg.wire;

import static io.thalweg.wire.EventScenario.events;
import static io.thalweg.wire.EventScenario.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.ingest.Column.Kind;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.ObservationBuilder;
import io.thalweg.ingest.Reason;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays of numbers in Avro records. */
class EventNumbersTest {
    private static final long NOON = 1_500_000_000L;
    private static final String AT = field("at", "\"long\"");

    private static EventScenario written(String type) {
        return events().column("v", Kind.NUMBERS).written(AT, field("v", type));
    }

    private static String array(String items) {
        return "{\"type\":\"array\",\"items\":%s}".formatted(items);
    }

    private static List<Double> numbers(Decoded decoded) {
        return EventScenario.numbers(EventScenario.accepted(decoded), 1);
    }

    @Test
    void arraysOfAnyNumbersAreRead() {
        String known = "[\"null\"," + array("\"long\"") + "]";
        assertThat(numbers(written(array("\"double\"")).read(NOON, List.of(0.5, -2.0))))
                .containsExactly(0.5, -2.0);
        assertThat(numbers(written(array("\"int\"")).read(NOON, List.of(3, 4)))).containsExactly(3.0, 4.0);
        assertThat(numbers(written(array("\"float\"")).read(NOON, List.of()))).isEmpty();
        assertThat(numbers(written(known).read(NOON, List.of(7L)))).containsExactly(7.0);
        assertThat(numbers(written(known).read(NOON, null))).isEmpty();
    }

    @Test
    void anArrayOfWordsIsNone() {
        Decoded.Rejected rejected = written(array("\"string\"")).rejected(NOON, List.of("a"));
        assertThat(rejected.reason()).isEqualTo(Reason.WRONG_TYPE);
        assertThat(rejected.detail()).contains("'v' is array of string").contains("an array of int, long");
    }

    @Test
    void aNumberIsNoArray() {
        assertThat(written("\"double\"").rejected(NOON, 1.0).reason()).isEqualTo(Reason.WRONG_TYPE);
    }

    @Test
    void tooManyAreRefused() {
        List<Double> many = Collections.nCopies(ObservationBuilder.LONGEST_SEQUENCE + 1, 1.0);
        Decoded.Rejected rejected = written(array("\"double\"")).rejected(NOON, many);
        assertThat(rejected.reason()).isEqualTo(Reason.TOO_LONG);
        assertThat(rejected.detail()).contains("an array of 4097 numbers; allowed are 4096");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, -2.5,3e2]", "[1]", " [ ] ", ""})
    void aCellThatIsWrittenIsRead(String cell) {
        EventScenario scenario = written(array("\"double\""));
        EventWriter writer = new EventWriter(scenario.map(), scenario.topic(), scenario.registry());
        byte[] bytes = writer.begin().time(0, NOON).cell(1, cell).end();
        List<Double> expected =
                cell.contains(",") ? List.of(1.0, -2.5, 300.0) : cell.equals("[1]") ? List.of(1.0) : List.of();
        assertThat(numbers(scenario.readBytes(bytes))).isEqualTo(expected);
    }

    @Test
    void aCellThatIsNoListIsRefusedByTheReaderAndNotByTheWriter() {
        EventScenario scenario = written(array("\"double\""));
        EventWriter writer = new EventWriter(scenario.map(), scenario.topic(), scenario.registry());
        byte[] bytes = writer.begin().time(0, NOON).cell(1, "[1, x]").end();
        Decoded.Rejected rejected = EventScenario.rejected(scenario.readBytes(bytes));
        assertThat(rejected.reason()).isEqualTo(Reason.WRONG_TYPE);
        assertThat(rejected.detail()).contains("[1, x]");
    }
}
