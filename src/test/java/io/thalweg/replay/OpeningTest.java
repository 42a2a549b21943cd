package io.thalweg.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.lane.LogRecord;
import io.thalweg.scenario.Worlds;
import org.junit.jupiter.api.Test;

class OpeningTest {
    private static LogRecord configure(String configuration) {
        return new LogRecord.Configure(0, configuration);
    }

    private static History events(int count, LogRecord... first) {
        History history = new History();
        for (LogRecord record : first) {
            history.add(record);
        }
        Worlds.examples(count, 1).forEach(example -> history.add(new LogRecord.Event(example)));
        return history;
    }

    private static Published snapshots(History history) {
        return Published.by(History.settings(), history);
    }

    @Test
    void theFirstRecordSaysIt() {
        History log = events(500, configure("first"), configure("second"));
        assertThat(Opening.configuration(log, new Published())).contains("first");
    }

    @Test
    void itGoesBeforeWhatTheFirstSnapshotSays() {
        Published published = snapshots(events(500));
        assertThat(published.manifests()).isNotEmpty();
        assertThat(Opening.configuration(events(500, configure("first")), published))
                .contains("first");
    }

    @Test
    void aLogOfAnEarlierVersionWasBegunWithWhatItsFirstSnapshotHas() {
        History log = events(500);
        assertThat(Opening.configuration(log, snapshots(log)))
                .contains(History.settings().configuration());
        log.add(configure("later"));
        assertThat(Opening.configuration(log, snapshots(events(500))))
                .contains(History.settings().configuration());
    }

    @Test
    void nothingIsKnownOfALogOfEventsAlone() {
        assertThat(Opening.configuration(events(50), new Published())).isEmpty();
    }

    @Test
    void aSnapshotOfALongerLogIsOfAnotherOne() {
        assertThat(Opening.configuration(events(50), snapshots(events(500)))).isEmpty();
    }

    @Test
    void whatWasChangedBeforeAnybodySaidItIsNotGuessed() {
        History log = events(20);
        log.add(configure("changed"));
        Worlds.examples(500, 2).forEach(example -> log.add(new LogRecord.Event(example)));
        assertThatThrownBy(() -> Opening.configuration(log, new Published()))
                .isInstanceOf(ReplayException.class)
                .hasMessageContainingAll("history was begun", "changed at offset 60", "no snapshot behind that");
        Published published = snapshots(events(500));
        assertThatThrownBy(() -> Opening.configuration(log, published))
                .isInstanceOf(ReplayException.class)
                .hasMessageContainingAll(
                        "before the first snapshot",
                        "--from snapshot:" + published.manifests().get(0).id());
    }
}
