package io.thalweg.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.feature.Example;
import io.thalweg.lane.LogRecord;
import io.thalweg.publish.Outputs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExcisionTest {
    private static final int EVENTS = 1_000;

    private final History history = History.ofEvents(EVENTS);

    private Excision replay(Course course, String... specs) {
        Excision excision = new Excision(Arrays.stream(specs).map(Drop::parse).toList());
        new Replayer(course, null, 0).run(new ExcisedLog(history.read(0, history.end()), excision), position -> {});
        return excision;
    }

    /** The model without the events of which {@code dropped} is true, by another way than that of a replay. */
    private String without(Predicate<Example> dropped) {
        List<Entry> kept = history.entries().stream()
                .filter(entry -> !(entry.logged() instanceof LogRecord.Event event && dropped.test(event.example())))
                .toList();
        assertThat(kept).hasSizeLessThan(EVENTS);
        return History.learned(kept).parametersSha256();
    }

    private String replayed(String... specs) {
        Course course = History.course(History.settings(), Outputs.NONE);
        replay(course, specs);
        return course.lane().parametersSha256();
    }

    @Test
    void theModelIsThatOfALogThatNeverHadTheEvent() {
        byte[] key = "event-417".getBytes(StandardCharsets.UTF_8);
        assertThat(replayed("key=event-417")).isEqualTo(without(example -> Arrays.equals(example.key(), key)));
    }

    @Test
    void bothEndsOfARangeOfSourceOffsetsAreDropped() {
        assertThat(replayed("source=shop:0:100-199"))
                .isEqualTo(without(example ->
                        example.source().offset() >= 100 && example.source().offset() <= 199));
    }

    @Test
    void aStretchOfEventTimeIsDroppedWithoutItsEnd() {
        Instant from = Instant.ofEpochMilli(1_600_000_300_000L);
        Instant to = Instant.ofEpochMilli(1_600_000_320_000L);
        assertThat(replayed("time=%s/%s".formatted(from, to)))
                .isEqualTo(without(
                        example -> example.time() >= from.toEpochMilli() && example.time() < to.toEpochMilli()));
    }

    @Test
    void eachSpecificationAccountsForWhatItMatches() {
        Excision excision = replay(
                History.course(History.settings(), Outputs.NONE),
                "source=shop:0:100-199",
                "key=event-150",
                "source=shop:1:0-1000",
                "key=nobody");
        List<Excision.Dropped> account = excision.account();
        assertThat(excision.dropped()).isEqualTo(100);
        assertThat(account).extracting(Excision.Dropped::count).containsExactly(100L, 1L, 0L, 0L);
        Excision.Dropped first = account.get(0);
        assertThat(first.spec()).isEqualTo("source=shop:0:100-199");
        assertThat(first.firstOffset()).isEqualTo(history.entries().get(100).offset());
        assertThat(first.lastOffset()).isEqualTo(history.entries().get(199).offset());
        assertThat(first.keys()).containsExactly("event-100", "event-101", "event-102", "event-103", "event-104");
        assertThat(account.get(3).firstOffset()).isEqualTo(-1);
    }

    @Test
    void controlRecordsStay() {
        history.add(new LogRecord.Tick(0));
        Course course = History.course(History.settings(), Outputs.NONE);
        replay(course, "time=1970-01-01/2100-01-01");
        assertThat(course.counts()).isEqualTo(new Course.Counts(0, 0, 0, 0, 0));
        assertThat(course.lane().totals().ticks()).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event-1",
                "key=",
                "user=7",
                "source=shop:0:5",
                "source=shop:0:5-4",
                "time=2026-11-20",
                "time=2026-11-21/2026-11-20",
                "time=today/tomorrow",
                "field=user",
                "field=:x"
            })
    void whatIsNoSpecificationIsAnsweredWithTheForms(String spec) {
        assertThatThrownBy(() -> Drop.parse(spec))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + spec + "'")
                .hasMessageContaining(spec.startsWith("time=t") ? "2026-11-20T08:00:00Z" : "key=K");
    }

    @Test
    void aTopicMayHaveColonsAndAFieldsValueToo() {
        assertThat(Drop.parse("source=a:b:3:5-9"))
                .isInstanceOfSatisfying(
                        Drop.BySource.class,
                        drop -> assertThat(drop.first().topic()).isEqualTo("a:b"));
        assertThat(Drop.parse("field=url:http://x=y"))
                .isEqualTo(new Drop.ByField("field=url:http://x=y", "url", "http://x=y"));
    }
}
