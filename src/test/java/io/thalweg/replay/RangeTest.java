package io.thalweg.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.lane.LogRecord;
import io.thalweg.publish.SnapshotBytes;
import io.thalweg.publish.SnapshotManifest;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A log of a thousand events with five snapshots. */
class RangeTest {
    private final History history = History.ofEvents(1_000);
    private final Published published = Published.by(History.settings(), history);
    private final Range range = new Range(history, published);

    private SnapshotManifest snapshot(int index) {
        return published.manifests().get(index);
    }

    private long offset(int index) {
        return Snapshot.nextOffset(snapshot(index));
    }

    private Range.Start from(@Nullable String bound, boolean isModelOnly, long to) {
        return bound == null && isModelOnly
                ? range.nearest(to)
                : range.from(bound == null ? new Bound.Beginning() : Bound.parse(bound), to);
    }

    private static void refused(ThrowingCallable what, String... words) {
        assertThatThrownBy(what).isInstanceOf(ReplayException.class).hasMessageContainingAll(words);
    }

    @Test
    void theEndIsTheLogsOrThePlaceThatIsNamed() {
        assertThat(range.to(null)).isEqualTo(history.end());
        assertThat(range.to(Bound.parse("42"))).isEqualTo(42);
        assertThat(range.to(Bound.parse("snapshot:" + snapshot(2).id()))).isEqualTo(offset(2));
        LogRecord.Event event = (LogRecord.Event) history.entries().get(500).logged();
        assertThat(range.to(new Bound.Time(Instant.ofEpochMilli(event.example().time()))))
                .isEqualTo(history.entries().get(500).offset());
    }

    @Test
    void aModelAloneBeginsWithTheNearestSnapshotThatIsWhole() {
        Range.Start start = from(null, true, offset(3) + 5);
        assertThat(start.offset()).isEqualTo(offset(3));
        assertThat(start.snapshot()).isNotNull();
        published.spoil(snapshot(3).id(), new SnapshotBytes.Broken("chunks [2] of 3 are missing"));
        assertThat(from(null, true, offset(3) + 5).offset()).isEqualTo(offset(2));
        assertThat(range.notes()).singleElement().asString().contains("chunks [2] of 3 are missing");
        assertThat(from(null, true, offset(0) - 1).snapshot()).isNull();
    }

    @Test
    void theLastSnapshotMayBeCalledSo() {
        assertThat(range.to(Bound.parse("snapshot:last"))).isEqualTo(offset(4));
        assertThat(range.to(
                        Bound.parse("snapshot:" + snapshot(1).proof().chain().substring(0, 8))))
                .isEqualTo(offset(1));
    }

    @Test
    void whoWantsToSeeTheWayBeginsAtTheBeginning() {
        assertThat(from(null, false, history.end())).isEqualTo(from("beginning", true, history.end()));
        assertThat(from(null, false, history.end()).offset()).isZero();
    }

    @Test
    void anOffsetOrATimeBeginsAFreshModelAndSaysSo() {
        Range.Start start = from("300", true, history.end());
        assertThat(start.snapshot()).isNull();
        assertThat(start.words()).isEqualTo("a fresh model at offset 300");
    }

    @Test
    void aBeginningThatRetentionHasDeletedIsRefusedWithTheEarliestSnapshot() {
        history.deleteBefore(offset(0) + 10);
        refused(
                () -> from("beginning", true, history.end()),
                "begins at offset " + (offset(0) + 10),
                "--from snapshot:" + snapshot(1).id());
        refused(() -> from("5", true, history.end()), "deleted by retention");
        refused(() -> from("snapshot:" + snapshot(0).id(), true, history.end()), "needs the records from offset");
        assertThat(from("snapshot:" + snapshot(1).id(), true, history.end()).offset())
                .isEqualTo(offset(1));
        refused(() -> from(null, true, offset(1) - 1), "the model from the beginning cannot be had");
    }

    @Test
    void theEarliestSnapshotToBeginWithIsOneThatIsWhole() {
        SnapshotBytes gone = new SnapshotBytes.Forgotten("its chunks were deleted by the retention of s");
        history.deleteBefore(offset(0) + 10);
        published.spoil(snapshot(1).id(), gone);
        refused(
                () -> from("beginning", true, history.end()),
                "--from snapshot:" + snapshot(2).id());
        for (int i = 0; i < 5; i++) {
            published.spoil(snapshot(i).id(), gone);
        }
        refused(
                () -> from("beginning", true, history.end()),
                "no published snapshot that is whole (%s: its chunks were deleted by the retention of s) reaches into"
                        .formatted(snapshot(1).id()),
                "begin a fresh model with --from " + (offset(0) + 10));
        refused(() -> from(null, true, history.end()), "the model from the beginning cannot be had");
        assertThat(range.notes())
                .hasSize(4)
                .contains("snapshot %s cannot be used: its chunks were deleted by the retention of s"
                        .formatted(snapshot(4).id()))
                .endsWith("nor can 1 snapshots before it");
    }

    @Test
    void theModelOfASnapshotNeedsNoRecords() {
        history.deleteBefore(offset(4) + 1);
        assertThat(from(null, true, offset(2)).offset()).isEqualTo(offset(2));
    }

    @Test
    void whatIsNotThereIsAnsweredWithWhatIs() {
        refused(() -> range.to(Bound.parse("999999")), "ends at offset " + history.end());
        refused(
                () -> range.to(Bound.parse("snapshot:77")),
                "no snapshot '77'",
                snapshot(0).id());
        refused(() -> from("500", true, 400), "nothing lies between offset 500");
        refused(() -> new Range(new History(), published).to(null), "is empty");
    }

    @Test
    void snapshotsBeyondTheEndAreOfAnotherLog() {
        History anew = History.ofEvents(100);
        Range other = new Range(anew, published);
        refused(() -> other.nearest(anew.end()), "made anew", "--from beginning");
        refused(() -> other.from(Bound.parse("snapshot:" + snapshot(0).id()), anew.end()), "made anew");
        assertThat(other.from(new Bound.Beginning(), anew.end()).offset()).isZero();
    }

    @Test
    void aSnapshotFromBeforeItsLastRecordIsOfAnotherLog() {
        published.taken(history.entries().get(300).appendTime());
        assertThat(range.nearest(offset(1) - 1).offset()).isEqualTo(offset(0));
        refused(
                () -> range.nearest(history.end()),
                "snapshot " + snapshot(4).id(),
                "was published before history had its last record",
                "made anew");
        refused(() -> from("snapshot:" + snapshot(2).id(), true, history.end()), "--from beginning");
    }

    @Test
    void aCopyIsNoPlaceInTheLog() {
        SnapshotManifest copy = snapshot(1).copied();
        published.add(copy);
        refused(() -> range.to(Bound.parse("snapshot:" + copy.id())), "has no place in it");
    }
}
