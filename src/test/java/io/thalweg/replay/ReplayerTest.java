package io.thalweg.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.lane.Lane;
import io.thalweg.lane.LaneSettings;
import io.thalweg.lane.LogRecord;
import io.thalweg.lane.Succession;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.SnapshotManifest.Cause;
import io.thalweg.scenario.Shelf;
import io.thalweg.scenario.Worlds;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayerTest {
    private static final LaneSettings OTHER = Worlds.lane(Worlds.hard(new Optimiser.AdaGrad(0.2, 1e-8, 0)));

    private final History history = History.ofEvents(500);

    @Test
    void whatIsReplayedIsWhatWasLearned() {
        history.add(new LogRecord.Tick(0));
        Course course = History.course(History.settings(), Outputs.NONE);
        List<Long> progress = new ArrayList<>();
        Replayer.Outcome outcome = new Replayer(course, null, 0).run(history.read(0, history.end()), progress::add);
        Lane direct = History.learned(history.entries());
        assertThat(course.lane().parametersSha256()).isEqualTo(direct.parametersSha256());
        assertThat(course.lane().totals()).isEqualTo(direct.totals());
        assertThat(outcome.events()).isEqualTo(500);
        assertThat(course.counts()).isEqualTo(new Course.Counts(500, 0, 0, 0, 0));
        assertThat(progress).isSorted().endsWith(history.entries().get(500).offset() + 1);
    }

    @Test
    void onlyTheRangeIsLearned() {
        Course course = History.course(History.settings(), Outputs.NONE);
        long from = history.entries().get(100).offset();
        long to = history.entries().get(300).offset();
        new Replayer(course, null, 0).run(history.read(from, to), position -> {});
        assertThat(course.lane().parametersSha256())
                .isEqualTo(History.learned(history.entries().subList(100, 300)).parametersSha256());
    }

    @Test
    void whatIfLeavesTheOriginalAsItIs() {
        Course whatIf = History.course(OTHER, Outputs.NONE);
        Course original = History.course(History.settings(), Outputs.NONE);
        new Replayer(whatIf, original, 0).run(history.read(0, history.end()), position -> {});
        assertThat(original.lane().parametersSha256())
                .isEqualTo(History.learned(history.entries()).parametersSha256())
                .isNotEqualTo(whatIf.lane().parametersSha256());
        assertThat(whatIf.counts()).isEqualTo(original.counts());
        assertThat(whatIf.lane().metrics()).isNotEqualTo(original.lane().metrics());
    }

    @Test
    void aPromotionIsFollowedByTheModelThatWasAndByNoOther() {
        KeptSnapshot kept = new KeptSnapshot();
        Lane promoted = new Lane(OTHER);
        history.entries().subList(0, 300).forEach(entry -> apply(promoted, entry));
        promoted.snapshot(Cause.LAST, kept);
        Shelf shelf = new Shelf().put(OTHER);
        History withPromotion = new History();
        for (int i = 0; i < 500; i++) {
            if (i == 400) {
                withPromotion.add(new LogRecord.Promote(0, shelf.put(kept.snapshot())));
            }
            withPromotion.add(Objects.requireNonNull(history.entries().get(i).logged()));
        }
        Course was = new Course(Student.of(new Succession(History.settings(), shelf)), Outputs.NONE);
        Course whatIf = History.course(History.settings(), Outputs.NONE);
        new Replayer(whatIf, was, 0).run(withPromotion.read(0, withPromotion.end()), position -> {});
        assertThat(was.lane().settings()).isEqualTo(OTHER);
        assertThat(was.counts()).isEqualTo(new Course.Counts(500, 0, 0, 0, 0));
        assertThat(was.promotions()).isOne();
        assertThat(whatIf.lane().settings()).isEqualTo(History.settings());
        assertThat(whatIf.lane().parametersSha256())
                .isEqualTo(History.learned(history.entries()).parametersSha256());
    }

    private static void apply(Lane lane, Entry entry) {
        if (entry.logged() != null) {
            lane.apply(entry.offset(), entry.appendTime(), entry.logged(), Outputs.NONE);
        }
    }

    @Test
    void aFailureOfTheReaderIsTheCallersAndTheSourceIsClosed() {
        var source = new LogSource() {
            private volatile boolean closed;

            @Override
            public @Nullable Block next(int most) {
                throw new IllegalStateException("the log is gone");
            }

            @Override
            public void close() {
                closed = true;
            }
        };
        Course course = History.course(History.settings(), Outputs.NONE);
        assertThatThrownBy(() -> new Replayer(course, null, 0).run(source, position -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the log is gone");
        assertThat(source.closed).isTrue();
    }

    @Test
    void aLearnerThatFailsStopsTheReader() {
        History.Reading reading = new History.Reading(new ArrayList<>(history.entries()));
        Course course = History.course(History.settings(), Outputs.NONE);
        assertThatThrownBy(() -> new Replayer(course, null, 0).run(reading, position -> {
                    throw new IllegalStateException("full");
                }))
                .hasMessage("full");
        assertThat(reading.closed).isTrue();
    }

    @Test
    void aRateHoldsBackAndChangesNothing() {
        Course course = History.course(History.settings(), Outputs.NONE);
        Replayer.Outcome outcome =
                new Replayer(course, null, 2_000).run(history.read(0, history.end()), position -> {});
        assertThat(outcome.seconds()).isGreaterThan(0.2);
        assertThat(course.lane().parametersSha256())
                .isEqualTo(History.learned(history.entries()).parametersSha256());
    }
}
