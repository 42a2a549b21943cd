package io.thalweg.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.publish.SnapshotLink.Kind;
import io.thalweg.publish.SnapshotManifest.Cause;
import io.thalweg.scenario.Manifests;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SnapshotLinkTest {
    private final SnapshotManifest a = one(Cause.SCHEDULED, null, 10);
    private final SnapshotManifest b = one(Cause.SCHEDULED, a, 20);
    private final SnapshotManifest c = one(Cause.SCHEDULED, b, 30);

    private static SnapshotManifest one(Cause cause, @Nullable SnapshotManifest before, long nextOffset) {
        return Manifests.manifest("" + nextOffset, cause, "cc" + nextOffset, before, nextOffset);
    }

    private static List<Kind> kinds(long beginning, SnapshotManifest... manifests) {
        return SnapshotLink.of(List.of(manifests), beginning).stream()
                .map(SnapshotLink::kind)
                .toList();
    }

    @Test
    void oneFollowsTheOther() {
        assertThat(kinds(0, a, b, c)).containsExactly(Kind.FIRST, Kind.FOLLOWS, Kind.FOLLOWS);
        assertThat(SnapshotLink.of(List.of(a, b), 0).get(1)).hasToString("follows 10");
    }

    @Test
    void whatRetentionHasDeletedMayBeMissingAtTheBeginningOnly() {
        assertThat(kinds(2, b, c)).containsExactly(Kind.FORGOTTEN, Kind.FOLLOWS);
        assertThat(kinds(2, a, c)).containsExactly(Kind.FIRST, Kind.MISSING);
    }

    @Test
    void aTopicMayBeginWithWhatCameFromElsewhere() {
        assertThat(kinds(0, b, c)).containsExactly(Kind.ELSEWHERE, Kind.FOLLOWS);
    }

    @Test
    void whatIsLostInTheMiddleIsMissing() {
        assertThat(kinds(0, a, c)).containsExactly(Kind.FIRST, Kind.MISSING);
    }

    @Test
    void aPromotedModelGoesOnFromWhereItWas() {
        var swapped = one(Cause.BEFORE_SWAP, c, 40);
        var promoted = Manifests.manifest(
                "50",
                Cause.SCHEDULED,
                new SnapshotManifest.Extent(40, 50, 0, 0),
                new SnapshotManifest.Proof("", "dd", a.proof().chain(), ""));
        assertThat(kinds(0, a, b, c, swapped, promoted))
                .containsExactly(Kind.FIRST, Kind.FOLLOWS, Kind.FOLLOWS, Kind.FOLLOWS, Kind.PROMOTED);
        assertThat(kinds(3, c, swapped, promoted))
                .as("the promoted one is deleted")
                .containsExactly(Kind.FORGOTTEN, Kind.FOLLOWS, Kind.FORGOTTEN);
        assertThat(kinds(0, b, c, swapped, promoted)).endsWith(Kind.MISSING);
    }

    @Test
    void aCopyNeedNoPredecessorHere() {
        assertThat(kinds(0, a, one(Cause.COPIED, c, 40), b)).containsExactly(Kind.FIRST, Kind.COPIED, Kind.FOLLOWS);
    }
}
