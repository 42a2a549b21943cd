package io.thalweg.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.ingest.Column;
import io.thalweg.ingest.Column.Kind;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.Observation;
import io.thalweg.ingest.Reason;
import io.thalweg.ingest.TimeRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays of numbers in the cells of a file. */
class CsvNumbersTest {
    private static final InputTopic CLICKS = new InputTopic("clicks", List.of(0, 1), List.of(0), true);
    private static final InputMap MAP = new InputMap(
            List.of(new Column("at", Kind.TIME), new Column("v", Kind.NUMBERS)),
            0,
            -1,
            new TimeRule(1_000, 0, 4_000_000_000_000L),
            List.of(CLICKS));

    @TempDir
    private Path directory;

    private Decoded read(String cell) throws IOException {
        Path file = Files.writeString(directory.resolve("events.csv"), "at,v\n100,\"" + cell + "\"\n");
        try (CsvSource source = CsvSource.open(file, MAP)) {
            return java.util.Objects.requireNonNull(source.next());
        }
    }

    @Test
    void aListIsSoManyNumbers() throws IOException {
        Observation seen = ((Decoded.Accepted) read("[0.5, -2,1e3]")).observation();
        assertThat(seen.numberCount(1)).isEqualTo(3);
        assertThat(seen.number(1, 0)).isEqualTo(0.5);
        assertThat(seen.number(1, 1)).isEqualTo(-2);
        assertThat(seen.number(1, 2)).isEqualTo(1_000);
        assertThat(seen.number(1, 3)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "[ ]"})
    void nothingIsNoNumbers(String cell) throws IOException {
        assertThat(((Decoded.Accepted) read(cell)).observation().numberCount(1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1, 2", "[1, 2", "1 2]", "[1, , 2]", "[1, two]", "[[1], [2]]", "[", "]"})
    void whatIsNoListIsRefused(String cell) throws IOException {
        assertThat(read(cell))
                .isEqualTo(new Decoded.Rejected(
                        Reason.WRONG_TYPE,
                        "field 'v' is '%s'; allowed is a list of numbers such as [0.5, -2, 3]".formatted(cell)));
    }

    @Test
    void aNumberThatIsInfiniteIsRefused() throws IOException {
        assertThat(((Decoded.Rejected) read("[1, NaN]")).reason()).isEqualTo(Reason.NOT_FINITE);
    }
}
