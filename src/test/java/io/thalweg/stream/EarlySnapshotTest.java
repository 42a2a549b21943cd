package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.thalweg.lane.Archive;
import io.thalweg.lane.LaneSettings;
import io.thalweg.publish.SnapshotName;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.scenario.Manifests;
import io.thalweg.scenario.Shelf;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EarlySnapshotTest {
    private static final SnapshotName NAME = new SnapshotName("900", "ab".repeat(32));

    private final Shelf shelf = new Shelf();

    private static EarlySnapshot early(Archive archive) {
        return new EarlySnapshot(archive, Duration.ofMinutes(1));
    }

    @Test
    void whatWasNotPreparedIsLoadedWhenItIsAskedFor() {
        StoredSnapshot stored = Manifests.snapshot(100, 1);
        SnapshotName name = shelf.put(stored);
        assertThat(early(shelf).snapshot(name)).isSameAs(stored);
        EarlySnapshot early = early(shelf);
        early.prepare(name);
        SnapshotName other = shelf.put(Manifests.snapshot(100, 2));
        assertThat(early.snapshot(other).manifest().name()).isEqualTo(other);
        assertThat(early.snapshot(name)).isSameAs(stored);
    }

    @Test
    void aSnapshotThatIsNotThereIsSaidToBeWhenItIsAskedFor() {
        EarlySnapshot early = early(shelf);
        early.prepare(NAME);
        assertThat(early.isReady()).isTrue();
        assertThatIllegalStateException()
                .isThrownBy(() -> early.snapshot(NAME))
                .withMessage("snapshot " + NAME + " is not there");
    }

    @Test
    void aSnapshotThatDoesNotFitIntoMemoryIsNotTheEndOfTheProcess() {
        EarlySnapshot early = early(new Archive() {
            @Override
            public LaneSettings settings(String configuration) {
                return shelf.settings(configuration);
            }

            @Override
            public StoredSnapshot snapshot(SnapshotName name) {
                throw new OutOfMemoryError("Java heap space");
            }
        });
        early.prepare(NAME);
        assertThatIllegalStateException()
                .isThrownBy(() -> early.snapshot(NAME))
                .withMessageContainingAll("900", "cannot be loaded", "-Xmx");
    }
}
