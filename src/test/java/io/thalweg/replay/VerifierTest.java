package io.thalweg.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.feature.Example;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LaneSettings;
import io.thalweg.lane.LogRecord;
import io.thalweg.model.ModelSettings;
import io.thalweg.publish.BrokenSnapshotException;
import io.thalweg.publish.SnapshotBytes;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.SnapshotManifest.Proof;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.scenario.Worlds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Five snapshots of a thousand events. */
class VerifierTest {
    private static final int EVENTS = 1_000;

    private final History history = History.ofEvents(EVENTS);
    private final Published published = Published.by(History.settings(), history);

    private Verifier.Outcome verify(History log) {
        return verify(log, History.settings());
    }

    private Verifier.Outcome verify(History log, LaneSettings settings) {
        Verifier verifier = new Verifier(published, 0, log.end());
        new Replayer(History.course(settings, verifier), null, 0).run(log.read(0, log.end()), position -> {});
        return verifier.outcome();
    }

    /** The published snapshot at this place. */
    private SnapshotManifest snapshot(int index) {
        return published.manifests().get(index);
    }

    private static SnapshotManifest onPlatform(SnapshotManifest of, String platform, Proof proof) {
        return new SnapshotManifest(
                of.id(),
                of.cause(),
                of.version(),
                of.extent(),
                of.examples(),
                proof,
                of.layout(),
                of.configuration(),
                of.fingerprint(),
                of.features(),
                platform,
                of.metrics());
    }

    @Test
    void theSameLogGivesTheSameSnapshots() {
        Verifier.Outcome outcome = verify(history);
        assertThat(outcome.isProof()).isTrue();
        assertThat(outcome.compared()).isEqualTo(5);
        assertThat(outcome.agreed()).isEqualTo(5);
        assertThat(outcome.notCompared()).isEmpty();
        assertThat(outcome.unpublished()).isZero();
    }

    @Test
    void whatIsLearnedFromASnapshotOnIsVerifiedFromThereOn() throws BrokenSnapshotException {
        StoredSnapshot start = published.load(snapshot(1));
        long from = Snapshot.nextOffset(start.manifest());
        Verifier verifier = new Verifier(published, from, history.end());
        Course course = new Course(Student.of(Lane.ofSnapshot(History.settings(), start)), verifier);
        new Replayer(course, null, 0).run(history.read(from, history.end()), position -> {});
        assertThat(verifier.outcome().isProof()).isTrue();
        assertThat(verifier.outcome().agreed()).isEqualTo(3);
        assertThat(verifier.outcome().notCompared()).containsEntry("before the replay's start", 2);
    }

    @Test
    void aRecordInAnotherPlaceIsBetweenTheLastThatAgreesAndTheFirstThatDoesNot() {
        List<Example> examples = new ArrayList<>(Worlds.examples(EVENTS, 1));
        Collections.swap(examples, 450, 520);
        Verifier.Outcome outcome = verify(History.of(examples));
        assertThat(outcome.isProof()).isFalse();
        assertThat(outcome.agreed()).isEqualTo(2);
        assertThat(outcome.firstDifference()).satisfies(difference -> {
            assertThat(difference.snapshot()).isEqualTo(snapshot(2).id());
            assertThat(difference.afterOffset()).isEqualTo(Snapshot.nextOffset(snapshot(1)));
            assertThat(difference.nextOffset()).isEqualTo(Snapshot.nextOffset(snapshot(2)));
            assertThat(difference.fields()).extracting(Verifier.Field::name).contains("sha256", "chain");
            assertThat(difference.words()).contains("stands in another place");
        });
    }

    @Test
    void aMissingRecordMovesASnapshotAndThatIsSaid() {
        History shorter = new History();
        for (int i = 0; i < EVENTS; i++) {
            if (i != 450) {
                shorter.add(new LogRecord.Event(Worlds.examples(EVENTS, 1).get(i)));
            }
        }
        Verifier.Outcome outcome = verify(shorter);
        assertThat(outcome.agreed()).isEqualTo(2);
        assertThat(outcome.firstDifference())
                .satisfies(difference ->
                        assertThat(difference.snapshot()).isEqualTo(snapshot(2).id()));
    }

    @Test
    void anotherSeedDiffersAtTheFirstSnapshot() {
        ModelSettings model = Worlds.hard(Worlds.adaGrad());
        var reseeded = new ModelSettings(
                model.sharing(),
                model.shared(),
                model.task(),
                model.wide(),
                model.optimiser(),
                model.wideOptimiser(),
                8);
        LaneSettings was = History.settings();
        Verifier.Outcome outcome = verify(
                history,
                new LaneSettings(
                        was.map(),
                        reseeded,
                        was.batch(),
                        was.snapshotsEvery(),
                        was.metricsEvery(),
                        was.metricsWindow(),
                        was.duplicatesWindow(),
                        was.configuration() + "\nseed: 8"));
        assertThat(outcome.agreed()).isZero();
        assertThat(outcome.firstDifference()).satisfies(difference -> {
            assertThat(difference.snapshot()).isEqualTo(snapshot(0).id());
            assertThat(difference.afterOffset()).isZero();
            assertThat(difference.words()).isEqualTo("it was made with another configuration; only here: seed: 8");
        });
    }

    @Test
    void bytesThatCannotBeBelievedAreADifferenceEvenIfTheManifestAgrees() {
        published.flip(snapshot(3).id());
        Verifier.Outcome outcome = verify(history);
        assertThat(outcome.isProof()).isFalse();
        assertThat(outcome.agreed()).isEqualTo(4);
        assertThat(outcome.firstDifference()).satisfies(difference -> {
            assertThat(difference.snapshot()).isEqualTo(snapshot(3).id());
            assertThat(difference.fields()).isEmpty();
            assertThat(difference.words())
                    .contains("the manifest agrees", "its chunks have SHA-256 ")
                    .endsWith(", not " + snapshot(3).proof().sha256());
        });
    }

    @Test
    void bytesThatRetentionHasDeletedAreNoDifferenceAndAreNamed() {
        String why = "its chunks were deleted by the retention of s";
        published.spoil(snapshot(0).id(), new SnapshotBytes.Forgotten(why));
        published.spoil(snapshot(1).id(), new SnapshotBytes.Forgotten(why));
        Verifier.Outcome outcome = verify(history);
        assertThat(outcome.isProof()).isTrue();
        assertThat(outcome.agreed()).isEqualTo(5);
        assertThat(outcome.forgotten())
                .containsExactly(
                        Map.entry(snapshot(0).id(), why), Map.entry(snapshot(1).id(), why));
    }

    @Test
    void aManifestThatDiffersIsADifferenceEvenIfItsBytesAreGone() {
        published.spoil(snapshot(2).id(), new SnapshotBytes.Forgotten("its chunks were deleted"));
        published.change(
                2,
                of -> onPlatform(
                        of, of.platform(), new Proof("a", "b", of.proof().previous(), "c")));
        Verifier.Outcome outcome = verify(history);
        assertThat(outcome.isProof()).isFalse();
        assertThat(outcome.forgotten()).isEmpty();
        assertThat(outcome.firstDifference()).satisfies(difference -> {
            assertThat(difference.snapshot()).isEqualTo(snapshot(2).id());
            assertThat(difference.words())
                    .endsWith("; which version of the program wrote it cannot be seen: its chunks were deleted");
        });
    }

    @Test
    void everySnapshotOfAnOffsetIsCompared() {
        SnapshotManifest of = snapshot(2);
        published.add(of);
        assertThat(verify(history).agreed()).isEqualTo(6);
        published.add(
                onPlatform(of, of.platform(), new Proof("a", "b", of.proof().previous(), "c")));
        Verifier.Outcome outcome = verify(history);
        assertThat(outcome.compared()).isEqualTo(7);
        assertThat(outcome.agreed()).isEqualTo(6);
        assertThat(outcome.firstDifference())
                .satisfies(difference -> assertThat(difference.snapshot()).isEqualTo(of.id()));
    }

    @Test
    void anotherChainWithTheSameModelIsToldFromAnotherModel() {
        published.change(2, of -> {
            Proof proof = of.proof();
            return onPlatform(
                    of,
                    of.platform(),
                    new Proof(proof.sha256(), "c".repeat(64), proof.previous(), proof.parametersSha256()));
        });
        Verifier.Outcome outcome = verify(history);
        assertThat(outcome.firstDifference())
                .satisfies(difference ->
                        assertThat(difference.words()).startsWith("the model agrees, its chain does not"));
    }

    @Test
    void anotherPlatformIsNoMismatchAndNoProof() {
        for (int i = 0; i < 5; i++) {
            published.change(
                    i,
                    of -> onPlatform(
                            of,
                            "aarch64, nd4j x",
                            new Proof("a".repeat(64), "b".repeat(64), of.proof().previous(), "c".repeat(64))));
        }
        Verifier.Outcome outcome = verify(history);
        assertThat(outcome.firstDifference()).isNull();
        assertThat(outcome.elsewhere()).hasSize(5).first().asString().contains("aarch64, nd4j x");
        assertThat(outcome.isProof()).isFalse();
    }

    @Test
    void anotherFormatOfTheProgramIsNoMismatchAndNoProof() {
        published.change(
                1,
                of -> onPlatform(
                        of, of.platform(), new Proof("a", "b", of.proof().previous(), "c")));
        published.reformat(snapshot(1).id(), Lane.FORMAT + 1);
        Verifier.Outcome outcome = verify(history);
        assertThat(outcome.firstDifference()).isNull();
        assertThat(outcome.elsewhere())
                .singleElement()
                .asString()
                .contains("in format %d".formatted(Lane.FORMAT + 1), "this one writes " + Lane.FORMAT);
        assertThat(outcome.isProof()).isFalse();
    }

    @Test
    void anotherPlatformWithTheSameBitsIsProof() {
        published.change(2, of -> onPlatform(of, "elsewhere", of.proof()));
        assertThat(verify(history).isProof()).isTrue();
    }

    @Test
    void whatIsNotOfThisLogOrNotInTheRangeIsNotCompared() {
        published.add(snapshot(0).copied());
        published.remove(1);
        History part = History.of(Worlds.examples(700, 1));
        Verifier.Outcome outcome = verify(part);
        assertThat(outcome.compared()).isEqualTo(2);
        assertThat(outcome.agreed()).isEqualTo(2);
        assertThat(outcome.unpublished()).isOne();
        assertThat(outcome.notCompared())
                .containsEntry("not made over this log", 1)
                .containsEntry("after the replay's end", 2);
    }

    @Test
    void withNothingToCompareNothingIsProven() {
        Verifier.Outcome outcome = verify(History.ofEvents(100));
        assertThat(outcome.compared()).isZero();
        assertThat(outcome.isProof()).isFalse();
    }
}
