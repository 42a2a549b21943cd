package io.thalweg.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.thalweg.scenario.Manifests;
import org.junit.jupiter.api.Test;

/** Two snapshots of three chunks, and of the same id. */
class SnapshotAssemblyTest {
    private static final int BYTES = 1_200_000;

    private final StoredSnapshot stored = Manifests.snapshot(BYTES, 1);
    private final StoredSnapshot other = Manifests.snapshot(BYTES, 2);
    private final SnapshotAssembly assembly = SnapshotAssembly.holding(stored.manifest());

    private void take(StoredSnapshot from, int... indexes) {
        for (int index : indexes) {
            take(index, from.chunks().get(index));
        }
    }

    private void take(int index, byte[] bytes) {
        assembly.take(new SnapshotChunk(stored.manifest().id(), index, bytes));
    }

    @Test
    void chunksInOrderAreTheSnapshot() {
        take(stored, 0, 1);
        assertThat(assembly.isWhole()).isFalse();
        take(stored, 2);
        assertThat(assembly.isWhole()).isTrue();
        assertThat(assembly.complaint()).isEmpty();
        assertThat(assembly.snapshot()).isEqualTo(stored);
    }

    @Test
    void oneOfNoBytesIsWholeFromTheStart() {
        StoredSnapshot empty = Manifests.snapshot(0, 1);
        assertThat(SnapshotAssembly.holding(empty.manifest()).snapshot()).isEqualTo(empty);
    }

    @Test
    void theRunThatAgreesIsFoundAmongOthersOfTheSameId() {
        take(other, 0, 1, 2);
        take(stored, 0);
        take(stored, 0, 1, 1, 2);
        take(3, new byte[] {1});
        take(other, 0, 1, 2);
        assertThat(assembly.snapshot()).isEqualTo(stored);
    }

    @Test
    void whoOnlyDigestsHoldsNothing() {
        SnapshotAssembly digesting = SnapshotAssembly.digesting(stored.manifest());
        for (int i = 0; i < 3; i++) {
            digesting.take(new SnapshotChunk("900", i, stored.chunks().get(i)));
        }
        assertThat(digesting.isWhole()).isTrue();
        assertThatIllegalStateException().isThrownBy(digesting::snapshot).withMessageContaining("900");
    }

    @Test
    void missingChunksAreNamed() {
        take(stored, 1);
        assertThat(assembly.complaint()).contains("chunks [0, 2] of 3 are missing");
        take(stored, 0, 2);
        assertThat(assembly.complaint()).contains("chunks [1] of 3 are missing");
        take(-1, new byte[0]);
        take(stored, 0, 1);
        assertThat(assembly.complaint()).contains("chunks [2] of 3 are missing");
    }

    @Test
    void chunksInAnotherOrderAreNoSnapshot() {
        take(stored, 0, 2, 1);
        assertThat(assembly.complaint()).contains("its 3 chunks do not stand in order");
    }

    @Test
    void aFlippedBitIsFound() {
        byte[] flipped = stored.chunks().get(1).clone();
        flipped[77] ^= 4;
        take(stored, 0);
        take(1, flipped);
        take(stored, 2);
        assertThat(assembly.complaint())
                .get()
                .asString()
                .startsWith("its chunks have SHA-256 ")
                .endsWith(", not " + stored.manifest().proof().sha256());
    }

    @Test
    void aChunkThatIsTooShortIsFound() {
        take(stored, 0, 1);
        take(2, new byte[1]);
        assertThat(assembly.complaint()).get().asString().contains("not 1200000");
    }

    @Test
    void aSnapshotThatWasMadeOfAnotherStretchOfTheLogIsFound() {
        SnapshotManifest said = stored.manifest();
        var extent = new SnapshotManifest.Extent(299, 900, 3, BYTES);
        SnapshotManifest claim = Manifests.manifest(said.id(), said.cause(), extent, said.proof());
        SnapshotAssembly claimed = SnapshotAssembly.digesting(claim);
        for (int i = 0; i < 3; i++) {
            claimed.take(new SnapshotChunk("900", i, stored.chunks().get(i)));
        }
        assertThat(claimed.complaint())
                .get()
                .asString()
                .startsWith("its chain is ")
                .endsWith(said.proof().chain());
    }
}
