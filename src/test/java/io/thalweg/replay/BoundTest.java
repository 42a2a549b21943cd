package io.thalweg.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.feature.Example;
import io.thalweg.lane.LogRecord;
import io.thalweg.scenario.Worlds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundTest {
    @Test
    void aPlaceIsTheBeginningAnOffsetATimeOrASnapshot() {
        assertThat(Bound.parse("beginning")).isEqualTo(new Bound.Beginning());
        assertThat(Bound.parse("120000")).isEqualTo(new Bound.Offset(120_000));
        assertThat(Bound.parse("snapshot:4000")).isEqualTo(new Bound.Snapshot("4000"));
        assertThat(Bound.parse("2026-11-20T08:00:00Z"))
                .isEqualTo(new Bound.Time(Instant.parse("2026-11-20T08:00:00Z")));
        assertThat(Bound.parse("2026-11-20T08:00:00+02:00"))
                .isEqualTo(new Bound.Time(Instant.parse("2026-11-20T06:00:00Z")));
        assertThat(Bound.parse("2026-11-20")).isEqualTo(new Bound.Time(Instant.parse("2026-11-20T00:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "end", "snapshot:", "2026-13-01", "2026-11-20T08:00:00", "9999999999999999999"})
    void anythingElseIsAnsweredWithTheForms(String text) {
        assertThatThrownBy(() -> Bound.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'" + text + "'", "beginning, an offset", "snapshot:ID");
    }

    @Test
    void aTimeIsThePlaceOfTheFirstEventAtOrAfterItWhateverTheOrder() {
        List<Example> examples = new ArrayList<>(Worlds.examples(40, 1));
        Collections.swap(examples, 10, 30); // the event of second 30 came tenth
        History history = new History();
        history.add(new LogRecord.Tick(Long.MAX_VALUE)); // no event
        examples.forEach(example -> history.add(new LogRecord.Event(example)));
        assertThat(history.firstAt(Instant.ofEpochMilli(examples.get(5).time())))
                .isEqualTo(history.entries().get(6).offset());
        assertThat(history.firstAt(Instant.ofEpochMilli(examples.get(5).time() + 1)))
                .isEqualTo(history.entries().get(7).offset());
        assertThat(history.firstAt(Instant.ofEpochMilli(examples.get(20).time())))
                .isEqualTo(history.entries().get(11).offset());
        assertThat(history.firstAt(Instant.ofEpochMilli(examples.get(39).time() + 1)))
                .isEqualTo(history.end());
    }
}
