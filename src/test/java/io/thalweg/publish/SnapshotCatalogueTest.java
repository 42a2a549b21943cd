package io.thalweg.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.publish.SnapshotManifest.Cause;
import io.thalweg.scenario.Manifests;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SnapshotCatalogueTest {
    private final SnapshotManifest first = one("100000", "abcdef01", 100_000);
    private final SnapshotManifest second = one("200000", "abcdef02", 200_000);
    private final SnapshotManifest third = one("300000", "10000077", 300_000);
    private final SnapshotCatalogue catalogue = new SnapshotCatalogue(List.of(first, second, third));

    private static SnapshotManifest one(String id, String chain, long nextOffset) {
        return Manifests.manifest(id, Cause.SCHEDULED, chain, null, nextOffset);
    }

    @Test
    void anIdAPrefixOfAChainOrLastMeansOne() {
        assertThat(catalogue.find("200000")).isSameAs(second);
        assertThat(catalogue.find("abcdef01")).isSameAs(first);
        assertThat(catalogue.find("1000007")).isSameAs(third);
        assertThat(catalogue.find("last")).isSameAs(third);
    }

    @Test
    void anIdGoesBeforeAPrefix() {
        assertThat(catalogue.find("100000")).isSameAs(first);
    }

    @Test
    void ofACopyAndItsOriginalTheNewerOneIsMeant() {
        var copy = new SnapshotManifest(
                "abcdef0100000000",
                Cause.COPIED,
                1,
                first.extent(),
                1,
                first.proof(),
                0,
                "",
                "",
                List.of(),
                "",
                List.of());
        assertThat(new SnapshotCatalogue(List.of(first, copy)).find("abcdef01")).isSameAs(copy);
    }

    @Test
    void anAmbiguousPrefixListsAllThatItMayMean() {
        assertThatThrownBy(() -> catalogue.find("abcdef"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("any of 2 snapshots")
                .hasMessageContaining("100000 (chain abcdef01")
                .hasMessageContaining("200000 (chain abcdef02")
                .hasMessageNotContaining("300000");
    }

    @Test
    void twoOfOneIdAreAmbiguousToo() {
        var again = one("100000", "fefefe", 100_000);
        assertThatThrownBy(() -> new SnapshotCatalogue(List.of(first, again)).find("100000"))
                .hasMessageContaining("abcdef01")
                .hasMessageContaining("fefefe");
    }

    @Test
    void anUnknownOneListsTheNearestByOffsetOrByChain() {
        assertThatThrownBy(() -> catalogue.find("190000")).hasMessageContaining("the nearest: 200000 (chain");
        assertThatThrownBy(() -> catalogue.find("10000099")).hasMessageContaining("the nearest: 300000 (chain");
        assertThatThrownBy(() -> catalogue.find("abcdeffe")).hasMessageContaining("the nearest: 100000 (chain");
        assertThatThrownBy(() -> catalogue.find("abcde"))
                .as("too short for a chain")
                .hasMessageContaining("6 or more digits");
    }

    @Test
    void onlyAFewAreListed() {
        var many = new SnapshotCatalogue(LongStream.range(0, 50)
                .mapToObj(i -> one(Long.toString(i * 10), "0" + i, i * 10))
                .toList());
        assertThatThrownBy(() -> many.find("221"))
                .satisfies(e -> assertThat(e.getMessage().split("\\(chain", -1)).hasSize(6));
    }

    @Test
    void whereThereAreNoneThatIsSaid() {
        assertThatThrownBy(() -> new SnapshotCatalogue(List.of()).find("last")).hasMessageContaining("nor any other");
    }
}
