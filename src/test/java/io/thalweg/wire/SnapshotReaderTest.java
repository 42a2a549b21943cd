package io.thalweg.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.check.Sha256;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.ChunkWriter;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.SnapshotChain;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.wire.SnapshotReader.Taken;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SnapshotReaderTest {
    private final Registry registry = Registry.inMemory();
    private final OutputCodec codec = new OutputCodec(registry, new OutputCodec.Topics("p", "m", "s", "q"));
    private final SnapshotReader reader = new SnapshotReader(registry, 8_000_000);

    private record Snapshot(byte[] bytes, List<SnapshotChunk> chunks, SnapshotManifest manifest) {}

    @Test
    void aSnapshotIsWholeWithItsManifest() {
        Snapshot snapshot = snapshot(1, 1_200_000);
        assertThat(snapshot.chunks).hasSize(3);
        snapshot.chunks.forEach(chunk -> assertThat(take(chunk)).isInstanceOf(Taken.Nothing.class));
        assertThat(whole(take(snapshot.manifest))).isEqualTo(snapshot.bytes);
    }

    @Test
    void anEmptySnapshotIsWholeToo() {
        assertThat(whole(take(snapshot(1, 0).manifest))).isEmpty();
    }

    @Test
    void versionsMayBeInterleavedAndRepeated() {
        Snapshot first = snapshot(1, 1_200_000);
        Snapshot second = snapshot(2, 1_300_000);
        for (int i = 0; i < 3; i++) {
            take(first.chunks.get(i));
            take(second.chunks.get(2 - i));
            take(second.chunks.get(2 - i));
        }
        assertThat(whole(take(second.manifest))).isEqualTo(second.bytes);
        assertThat(whole(take(first.manifest))).isEqualTo(first.bytes);
    }

    @Test
    void aSecondSnapshotOfTheSameVersionReplacesTheFirst() {
        Snapshot longer = snapshot(1, 1_200_000);
        Snapshot shorter = snapshot(1, 600_000);
        longer.chunks.forEach(this::take);
        shorter.chunks.forEach(this::take);
        assertThat(whole(take(shorter.manifest))).isEqualTo(shorter.bytes);
    }

    @Test
    void missingChunksAreNamed() {
        Snapshot snapshot = snapshot(1, 1_200_000);
        take(snapshot.chunks.get(1));
        assertThat(broken(take(snapshot.manifest))).isEqualTo("chunks [0, 2] of 3 are missing");
    }

    @Test
    void aChangedByteIsFound() {
        Snapshot snapshot = snapshot(1, 1_200_000);
        snapshot.chunks.get(2).bytes()[5]++;
        snapshot.chunks.forEach(this::take);
        assertThat(broken(take(snapshot.manifest)))
                .contains("SHA-256")
                .contains(snapshot.manifest.proof().sha256());
    }

    @Test
    void aSnapshotThatWasMadeOfAnotherStretchOfTheLogIsFound() {
        Snapshot snapshot = snapshot(1, 1_000);
        SnapshotManifest said = snapshot.manifest;
        var extent = new SnapshotManifest.Extent(0, 8, 1, 1_000);
        snapshot.chunks.forEach(this::take);
        assertThat(broken(take(new SnapshotManifest(
                        said.id(),
                        said.cause(),
                        said.version(),
                        extent,
                        said.examples(),
                        said.proof(),
                        said.layout(),
                        said.configuration(),
                        said.fingerprint(),
                        said.features(),
                        said.platform(),
                        said.metrics()))))
                .contains("its chain is")
                .contains(said.proof().chain());
    }

    @Test
    void aChunkThatIsTooShortIsFound() {
        Snapshot snapshot = snapshot(1, 1_200_000);
        snapshot.chunks.forEach(this::take);
        take(new SnapshotChunk("1", 2, new byte[1]));
        assertThat(broken(take(snapshot.manifest))).contains("not 1200000");
    }

    @Test
    void deletedChunksAreMissing() {
        Snapshot snapshot = snapshot(1, 1_200_000);
        snapshot.chunks.forEach(this::take);
        reader.take(codec.key(snapshot.chunks.get(0)), null);
        reader.take(codec.key(snapshot.manifest), null);
        reader.take(null, null);
        assertThat(broken(take(snapshot.manifest))).contains("[0]");
    }

    @Test
    void whatNobodyFinishesIsLetGo() {
        Snapshot unfinished = snapshot(1, 5_000_000);
        Snapshot next = snapshot(2, 5_000_000);
        unfinished.chunks.forEach(this::take);
        next.chunks.forEach(this::take);
        assertThat(whole(take(next.manifest))).isEqualTo(next.bytes);
        assertThat(broken(take(unfinished.manifest))).contains("were let go: more than 8000000 were waiting");
    }

    @Test
    void whatIsNoneOfASnapshotIsSaid() {
        assertThat(reader.take(null, new byte[] {1, 2})).isInstanceOf(Taken.Foreign.class);
        assertThat(reader.take(null, new byte[] {0, 0, 0, 9, 9, 9})).isInstanceOf(Taken.Foreign.class);
        var event = new Quarantined(new io.thalweg.ingest.Source("t", 0, 0), 0, "EMPTY", "", null, null);
        assertThat(reader.take(null, codec.quarantined(event)))
                .isInstanceOfSatisfying(
                        Taken.Foreign.class,
                        foreign -> assertThat(foreign.why()).contains("QuarantinedEvent"));
    }

    private Taken take(SnapshotChunk chunk) {
        return reader.take(codec.key(chunk), codec.chunk(chunk));
    }

    private Taken take(SnapshotManifest manifest) {
        return reader.take(codec.key(manifest), codec.manifest(manifest));
    }

    private static byte[] whole(Taken taken) {
        var bytes = new ByteArrayOutputStream();
        ((Taken.Whole) taken).snapshot().chunks().forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    private static String broken(Taken taken) {
        return ((Taken.Broken) taken).why();
    }

    private static Snapshot snapshot(int id, int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(id + size).nextBytes(bytes);
        List<SnapshotChunk> chunks = new ArrayList<>();
        var writer = new ChunkWriter(Integer.toString(id), SnapshotChain.NOTHING, 0, 9, new Collected(chunks));
        writer.write(bytes);
        ChunkWriter.Digests digests = writer.finish();
        SnapshotManifest like = OutputCodecTest.manifest();
        var manifest = new SnapshotManifest(
                Integer.toString(id),
                SnapshotManifest.Cause.SCHEDULED,
                1,
                new SnapshotManifest.Extent(0, 9, writer.chunks(), writer.bytes()),
                9,
                new SnapshotManifest.Proof(digests.sha256(), digests.chain(), SnapshotChain.NOTHING, ""),
                0,
                "",
                Sha256.hex(""),
                List.of(),
                "",
                like.metrics());
        return new Snapshot(bytes, chunks, manifest);
    }

    private record Collected(List<SnapshotChunk> chunks) implements Outputs {
        @Override
        public void prediction(Prediction prediction) {}

        @Override
        public void metrics(TaskMetrics metrics) {}

        @Override
        public void chunk(SnapshotChunk chunk) {
            chunks.add(chunk);
        }

        @Override
        public void manifest(SnapshotManifest manifest) {}
    }
}
