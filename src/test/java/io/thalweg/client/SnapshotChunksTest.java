package io.thalweg.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.thalweg.publish.SnapshotBytes;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.SnapshotManifest.Cause;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.scenario.Manifests;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Three snapshots of three chunks each, an hour apart: chunks 0 to 2, 3 to 5 and 6 to 8. */
class SnapshotChunksTest {
    private static final long HOUR = 3_600_000;
    private static final long START = 500_000 * HOUR;
    private static final SnapshotBytes FORGOTTEN = new SnapshotBytes.Forgotten(
            "its chunks were deleted by the retention of thalweg.shop.snapshots; raise retention.ms or export snapshots in"
                    + " time");

    private final StoredSnapshot a = named("a", 1);
    private final StoredSnapshot b = named("b", 2);
    private final StoredSnapshot c = named("c", 3);
    private final SnapshotShelf shelf =
            new SnapshotShelf().publish(START, a).publish(START + HOUR, b).publish(START + 2 * HOUR, c);

    private static StoredSnapshot named(String id, long seed) {
        StoredSnapshot made = Manifests.snapshot(1_200_000, seed);
        SnapshotManifest manifest = made.manifest();
        return new StoredSnapshot(
                Manifests.manifest(id, Cause.SCHEDULED, manifest.extent(), manifest.proof()), made.chunks());
    }

    private List<SnapshotBytes> judged() {
        SnapshotTopic topic = shelf.topic();
        return List.copyOf(topic.judge(topic.found()).values());
    }

    private static SnapshotBytes missing(int index) {
        return new SnapshotBytes.Broken("chunks [%d] of 3 are missing".formatted(index));
    }

    private static List<byte[]> flipped(StoredSnapshot snapshot) {
        List<byte[]> chunks = new ArrayList<>(snapshot.chunks());
        chunks.set(1, chunks.get(1).clone());
        chunks.get(1)[5] ^= 1;
        return chunks;
    }

    private static SnapshotBytes anotherDigest(SnapshotBytes bytes) {
        assertThat(bytes)
                .isInstanceOfSatisfying(
                        SnapshotBytes.Broken.class,
                        broken -> assertThat(broken.why()).startsWith("its chunks have SHA-256"));
        return bytes;
    }

    @Test
    void whatIsThereIsWhole() {
        assertThat(judged()).containsOnly(SnapshotBytes.WHOLE);
        assertThat(shelf.topic().load(b.manifest().name()).chunks())
                .usingRecursiveComparison()
                .isEqualTo(b.chunks());
    }

    @Test
    void whatRetentionDeletedFromTheStartIsForgottenAndNotBroken() {
        shelf.deleteChunksBefore(3);
        assertThat(judged()).containsExactly(FORGOTTEN, SnapshotBytes.WHOLE, SnapshotBytes.WHOLE);
        assertThatIllegalStateException()
                .isThrownBy(() -> shelf.topic().load(a.manifest().name()))
                .withMessageContainingAll("snapshot a (chain ", "deleted by the retention of thalweg.shop.snapshots");
    }

    @Test
    void whatRetentionCutInTheMiddleIsForgottenToo() {
        shelf.deleteChunksBefore(4);
        assertThat(judged()).containsExactly(FORGOTTEN, FORGOTTEN, SnapshotBytes.WHOLE);
        shelf.deleteChunksBefore(9);
        assertThat(judged()).containsOnly(FORGOTTEN);
    }

    @Test
    void aChunkThatIsGoneFromTheMiddleIsMissing() {
        shelf.loseChunk(4);
        assertThat(judged()).containsExactly(SnapshotBytes.WHOLE, missing(1), SnapshotBytes.WHOLE);
        shelf.deleteChunksBefore(2);
        assertThat(judged()).containsExactly(FORGOTTEN, missing(1), SnapshotBytes.WHOLE);
    }

    @Test
    void aHoleInWhatRetentionHasLeftIsMissing() {
        shelf.publish(START + 3 * HOUR, named("d", 4)).loseChunk(10).deleteChunksBefore(9);
        assertThat(judged()).containsExactly(FORGOTTEN, FORGOTTEN, FORGOTTEN, missing(1));
    }

    @Test
    void aSnapshotThatNeverHadChunksIsNotForgottenWhereNothingWasDeleted() {
        shelf.publish(START + 3 * HOUR, named("d", 4).manifest(), List.of());
        assertThat(judged()).last().isEqualTo(new SnapshotBytes.Broken("chunks [0, 1, 2] of 3 are missing"));
        shelf.deleteChunksBefore(3);
        assertThat(judged()).last().isEqualTo(new SnapshotBytes.Broken("chunks [0, 1, 2] of 3 are missing"));
    }

    @Test
    void aFlippedBitIsBrokenWhateverRetentionHasDeleted() {
        StoredSnapshot d = named("d", 4);
        shelf.publish(START + 3 * HOUR, d.manifest(), flipped(d));
        anotherDigest(judged().get(3));
        shelf.deleteChunksBefore(9);
        assertThat(judged()).startsWith(FORGOTTEN, FORGOTTEN, FORGOTTEN);
        anotherDigest(judged().get(3));
    }

    @Test
    void aForgottenOneIsNotTakenForALaterOneOfItsId() {
        StoredSnapshot again = named("a", 9);
        shelf.publish(START + 3 * HOUR, again).deleteChunksBefore(3);
        assertThat(judged()).containsExactly(FORGOTTEN, SnapshotBytes.WHOLE, SnapshotBytes.WHOLE, SnapshotBytes.WHOLE);
    }

    @Test
    void aCopyMendsWhatIsBroken() {
        StoredSnapshot d = named("d", 4);
        shelf.publish(START + 3 * HOUR, d.manifest(), flipped(d)).publish(START + 4 * HOUR, d);
        assertThat(judged()).containsOnly(SnapshotBytes.WHOLE);
    }
}
