package io.thalweg.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.thalweg.ingest.Column;
import io.thalweg.ingest.Column.Kind;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.Observation;
import io.thalweg.ingest.Reason;
import io.thalweg.ingest.Source;
import io.thalweg.ingest.TimeRule;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as events. */
class CsvSourceTest {
    private static final int TIME = 0;
    private static final int USER = 1;
    private static final int PRICE = 2;
    private static final int TAGS = 3;
    private static final int CLICKED = 4;
    private static final InputTopic CLICKS = new InputTopic("clicks", List.of(0, 1, 2, 3, 4), List.of(0), true);
    private static final InputMap ONE_TOPIC = map(-1, CLICKS);
    private static final String HEADER = "ignored,user,at,clicked,tags,price\n";

    @TempDir
    private Path directory;

    private static InputMap map(int key, InputTopic... topics) {
        return new InputMap(
                List.of(
                        new Column("at", Kind.TIME),
                        new Column("user", Kind.TEXT),
                        new Column("price", Kind.NUMBER),
                        new Column("tags", Kind.TEXTS),
                        new Column("clicked", Kind.NUMBER)),
                TIME,
                key,
                new TimeRule(1_000, 0, 4_000_000_000_000L),
                List.of(topics));
    }

    private Path file(String text) {
        try {
            return Files.writeString(directory.resolve("events.csv"), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<Decoded> read(String rows, InputMap map) {
        return read(file(HEADER + rows), map);
    }

    private static List<Decoded> read(Path file, InputMap map) {
        List<Decoded> events = new ArrayList<>();
        try (CsvSource source = CsvSource.open(file, map)) {
            for (Decoded event = source.next(); event != null; event = source.next()) {
                events.add(event);
            }
        }
        return events;
    }

    private static Observation accepted(Decoded decoded) {
        return ((Decoded.Accepted) decoded).observation();
    }

    private static String text(Observation observation, int column) {
        byte[] text = observation.text(column);
        return text == null ? "(none)" : new String(text, StandardCharsets.UTF_8);
    }

    @Test
    void columnsAreFoundByName() {
        Observation event = accepted(read("x,anna,100,1,a|b,2.5\n", ONE_TOPIC).get(0));
        assertThat(event.time()).isEqualTo(100_000);
        assertThat(text(event, USER)).isEqualTo("anna");
        assertThat(event.number(PRICE)).isEqualTo(2.5);
        assertThat(event.number(CLICKED)).isEqualTo(1);
        assertThat(event.source()).isEqualTo(new Source("clicks", 0, 0));
        assertThat(event.textCount(TAGS)).isEqualTo(2);
        assertThat(event.textLength(TAGS, 1)).isEqualTo(1);
    }

    @Test
    void aZippedFileIsReadByItsContents() throws IOException {
        Path zipped = directory.resolve("no-ending");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write((HEADER + "x,anna,100,1,,\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(read(zipped, ONE_TOPIC)).hasSize(1);
    }

    @Test
    void anEmptyCellIsNoValueAndTextsAreTakenAsTheyStand() {
        Observation event =
                accepted(read("x,\" a,\"\"b\"\" \",100,true,,\n", ONE_TOPIC).get(0));
        assertThat(text(event, USER)).isEqualTo(" a,\"b\" ");
        assertThat(event.number(PRICE)).isNaN();
        assertThat(event.textCount(TAGS)).isZero();
        assertThat(event.number(CLICKED)).isEqualTo(1);
        assertThat(accepted(read("x,,100,false,,\n", ONE_TOPIC).get(0)).hasText(USER))
                .isFalse();
    }

    @Test
    void theMarkOfAnEncodingBelongsToNoColumn() {
        assertThat(read(file("\uFEFFat,user,price,tags,clicked\n100,a,1,b,1\n"), ONE_TOPIC))
                .hasSize(1);
    }

    static Stream<Arguments> badRows() {
        return Stream.of(
                arguments(
                        "x,a,100,1,,cheap",
                        Reason.WRONG_TYPE,
                        "field 'price' is 'cheap'; allowed is a number, true or false"),
                arguments(
                        "x,a,100,1,,1f",
                        Reason.WRONG_TYPE,
                        "field 'price' is '1f'; allowed is a number, true or false"),
                arguments(
                        "x,a,100,1,,NaN",
                        Reason.NOT_FINITE,
                        "field 'price' is NaN; allowed are finite single-precision numbers"),
                arguments(
                        "x,a,100,1,,1e300",
                        Reason.NOT_FINITE,
                        "field 'price' is 1.0E300; allowed are finite single-precision numbers"),
                arguments("x,a,soon,1,,", Reason.BAD_TIME, "field 'at' is no ISO-8601 time and no whole number"),
                arguments("x,a,,1,,", Reason.BAD_TIME, "field 'at' has no value; every event needs its time"),
                arguments("x,a,100", Reason.MISSING_FIELD, "the row has 3 cells, the header 6"),
                arguments("x,a,100,1,,,more", Reason.MISSING_FIELD, "the row has 7 cells, the header 6"));
    }

    @ParameterizedTest
    @MethodSource("badRows")
    void aBadRowIsRefusedWithTheReasonAndTheNextOneIsRead(String row, Reason reason, String detail) {
        List<Decoded> events = read(row + "\nx,b,101,1,,\n", ONE_TOPIC);
        assertThat(events.get(0)).isEqualTo(new Decoded.Rejected(reason, detail));
        assertThat(text(accepted(events.get(1)), USER)).isEqualTo("b");
        assertThat(accepted(events.get(1)).source().offset()).isEqualTo(1);
    }

    @Test
    void aMillionCharactersAreOneBadRow() {
        List<Decoded> events = read("x," + "y".repeat(1_000_000) + ",100,1,,\nx,b,101,1,,\n", ONE_TOPIC);
        assertThat(((Decoded.Rejected) events.get(0)).reason()).isEqualTo(Reason.TOO_LONG);
        assertThat(events.get(1)).isInstanceOf(Decoded.Accepted.class);
    }

    @Test
    void anEventWithoutItsKeyIsRefused() {
        assertThat(read("x,,100,1,,\n", map(USER, CLICKS)))
                .containsExactly(new Decoded.Rejected(
                        Reason.MISSING_FIELD, "field 'user' has no value; every event needs its key"));
    }

    @Test
    void aFileOutOfOrderIsSortedByTimeAndStableInside() {
        Path file = file(HEADER + "x,c,102,1,,\nx,a,100,1,,\nx,d,102,1,,\nx,?,,1,,\nx,b,101,1,,\n");
        List<String> users = new ArrayList<>();
        List<Long> rows = new ArrayList<>();
        try (CsvSource source = CsvSource.open(file, ONE_TOPIC)) {
            assertThat(source.isSortedInMemory()).isTrue();
            assertThat(source.rows()).isEqualTo(5);
            for (Decoded event = source.next(); event != null; event = source.next()) {
                users.add(source.cell(USER));
                if (event instanceof Decoded.Accepted good) {
                    rows.add(good.observation().source().offset());
                }
            }
        }
        assertThat(users).containsExactly("a", "b", "c", "d", "?");
        assertThat(rows).containsExactly(1L, 4L, 0L, 2L);
    }

    @Test
    void aRowIsAnEventOnEachTopicItHasALabelFor() {
        InputMap map = map(
                -1,
                new InputTopic("prices", List.of(0, 1, 2), List.of(0), true),
                new InputTopic("clicks", List.of(0, 1, 4), List.of(1), true),
                new InputTopic("requests", List.of(0, 1), List.of(0, 1), false));
        List<Decoded> events = read("x,a,100,1,,5\nx,b,101,0,,\nx,c,102,,,\n", map);
        assertThat(events.stream().map(event -> accepted(event).topic().name()))
                .containsExactly("prices", "clicks", "clicks", "requests");
    }

    @Test
    void aMissingColumnIsOneErrorBeforeAnythingIsRead() {
        Path file = file("at,user,clicked\n100,a,1\n");
        assertThatThrownBy(() -> read(file, ONE_TOPIC))
                .isInstanceOf(CsvException.class)
                .hasMessage(file
                        + ": the header lacks columns that the configuration maps: price, tags; it has: at, user,"
                        + " clicked");
    }

    @Test
    void aColumnTwiceIsAnError() {
        Path file = file("at,user,price,tags,clicked,user\n");
        assertThatThrownBy(() -> read(file, ONE_TOPIC))
                .hasMessage(file + ": the header has these columns twice: user; it has: at, user, price, tags, clicked,"
                        + " user");
    }

    @Test
    void whatIsNoCsvIsSaidSo() throws IOException {
        Path missing = directory.resolve("none.csv");
        assertThatThrownBy(() -> read(missing, ONE_TOPIC)).hasMessage(missing + ": there is no such file");
        assertThatThrownBy(() -> read(directory, ONE_TOPIC)).hasMessageContaining("is a directory");
        assertThatThrownBy(() -> read(file(""), ONE_TOPIC)).hasMessageContaining("it has: nothing");
        Path cut = directory.resolve("cut.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(cut))) {
            out.write(HEADER.getBytes(StandardCharsets.UTF_8));
            out.write("x,a,100,1,,\n".repeat(10_000).getBytes(StandardCharsets.UTF_8));
        }
        byte[] whole = Files.readAllBytes(cut);
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> read(cut, ONE_TOPIC))
                .isInstanceOf(CsvException.class)
                .hasMessageContaining("cannot be read as CSV: Unexpected end of ZLIB input stream");
    }

    @Test
    void aFileOfAHeaderAloneHasNoEvents() {
        assertThat(read("", ONE_TOPIC)).isEmpty();
    }
}
