package io.thalweg.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.ingest.Source;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import org.junit.jupiter.api.Test;

class SnapshotReaderTest {
    private final Registry registry = Registry.inMemory();
    private final OutputCodec codec = new OutputCodec(registry, new OutputCodec.Topics("p", "m", "s", "q"));
    private final SnapshotReader reader = new SnapshotReader(registry);

    @Test
    void aManifestAndAChunkAreToldApart() {
        SnapshotManifest manifest = OutputCodecTest.manifest();
        assertThat(reader.manifest(codec.manifest(manifest))).contains(manifest);
        assertThat(reader.chunk(codec.manifest(manifest))).isEmpty();
        byte[] chunk = codec.chunk(new SnapshotChunk("900", 2, new byte[] {7, 8}));
        assertThat(reader.manifest(chunk)).isEmpty();
        assertThat(reader.chunk(chunk)).hasValueSatisfying(read -> {
            assertThat(read.snapshot()).isEqualTo("900");
            assertThat(read.index()).isEqualTo(2);
            assertThat(read.bytes()).containsExactly(7, 8);
        });
    }

    @Test
    void whatIsNoneOfASnapshotIsNeither() {
        var event = new Quarantined(new Source("t", 0, 0), 0, "EMPTY", "", null, null);
        byte[] torn = codec.manifest(OutputCodecTest.manifest());
        for (byte[] value : new byte[][] {
            null, {1, 2}, {0, 0, 0, 9, 9, 9}, codec.quarantined(event), java.util.Arrays.copyOf(torn, torn.length - 1)
        }) {
            assertThat(reader.manifest(value)).isEmpty();
            assertThat(reader.chunk(value)).isEmpty();
        }
    }
}
