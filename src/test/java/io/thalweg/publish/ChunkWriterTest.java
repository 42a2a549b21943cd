package io.thalweg.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.check.Sha256;
import io.thalweg.scenario.Collected;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkWriterTest {
    private static final long SEED = Long.getLong("thalweg.seed", 1);

    private final Collected collected = new Collected();
    private final List<SnapshotChunk> chunks = collected.chunks();
    private final ChunkWriter writer = new ChunkWriter("7", SnapshotChain.NOTHING, 3, 9, collected);

    private byte[] joined() {
        var all = new ByteArrayOutputStream();
        chunks.forEach(chunk -> all.writeBytes(chunk.bytes()));
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, ChunkWriter.CHUNK - 1, ChunkWriter.CHUNK, ChunkWriter.CHUNK + 1, 3 * ChunkWriter.CHUNK})
    void chunksAreSmallNumberedAndTogetherTheBytes(int length) {
        var random = new SplittableRandom(SEED);
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        for (int from = 0; from < length; ) {
            int size = Math.min(length - from, random.nextInt(300_000));
            writer.write(java.util.Arrays.copyOfRange(bytes, from, from + size));
            from += size;
        }
        ChunkWriter.Digests digests = writer.finish();
        assertThat(joined()).isEqualTo(bytes);
        assertThat(digests.sha256())
                .isEqualTo(HexFormat.of().formatHex(Sha256.digest().digest(bytes)));
        byte[] chained = ByteBuffer.allocate(48 + length)
                .put(new byte[32])
                .putLong(3)
                .putLong(9)
                .put(bytes)
                .array();
        assertThat(digests.chain())
                .isEqualTo(HexFormat.of().formatHex(Sha256.digest().digest(chained)));
        assertThat(writer.bytes()).isEqualTo(length);
        assertThat(writer.chunks())
                .isEqualTo(chunks.size())
                .isEqualTo((length + ChunkWriter.CHUNK - 1) / ChunkWriter.CHUNK);
        for (int index = 0; index < chunks.size(); index++) {
            assertThat(chunks.get(index).index()).isEqualTo(index);
            assertThat(chunks.get(index).snapshot()).isEqualTo("7");
            assertThat(chunks.get(index).bytes()).isNotEmpty().hasSizeLessThanOrEqualTo(ChunkWriter.CHUNK);
        }
    }

    @Test
    void oneWriteLargerThanAChunkIsCutToo() {
        byte[] bytes = new byte[2 * ChunkWriter.CHUNK + 5];
        new SplittableRandom(SEED).nextBytes(bytes);
        writer.write(bytes);
        writer.finish();
        assertThat(chunks).hasSize(3);
        assertThat(joined()).isEqualTo(bytes);
    }
}
