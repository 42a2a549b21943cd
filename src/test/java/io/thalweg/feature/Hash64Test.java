package io.thalweg.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Hash64Test {
    private static final long SEED = Long.getLong("thalweg.seed", 1);
    private static final int KEYS = 2_000;

    private final SplittableRandom random = new SplittableRandom(SEED);

    /** Of a MurmurHash64A written after its author's description in another language. */
    @ParameterizedTest
    @CsvSource({
        "'', 0, 0",
        "'', 1, c6a4a7935bd064dc",
        "a, 0, 71717d2d36b6b11",
        "abcdefg, 0, 241aa52b0a62005d",
        "abcdefgh, 0, afdb0257ff41aa98",
        "abcdefghi, 42, 8e8839d3e52c9415",
        "user-1234567890, -1, c88a3a598a28c89",
        "été, 7, 36b46b5ba1d505f2"
    })
    void hashesAreMurmurs(String text, long seed, String hex) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        assertThat(Long.toHexString(Hash64.of(utf8, 0, utf8.length, seed))).isEqualTo(hex);
    }

    @Test
    void whereTheBytesStandDoesNotMatter() {
        for (int size = 0; size < 40; size++) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            byte[] among = new byte[size + 9];
            random.nextBytes(among);
            System.arraycopy(bytes, 0, among, 5, size);
            assertThat(Hash64.of(among, 5, size, 3)).isEqualTo(Hash64.of(bytes, 0, size, 3));
        }
    }

    @Test
    void aNumberHashesLikeItsEightBytes() {
        for (int i = 0; i < 1_000; i++) {
            long seed = random.nextLong();
            long value = random.nextLong();
            byte[] bytes = ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array();
            assertThat(Hash64.of(seed, value)).isEqualTo(Hash64.of(bytes, 0, 8, seed));
        }
    }

    /** A bit of the input turns each bit of the hash in about half of all cases. */
    @Test
    void everyBitOfTheInputMovesEveryBitOfTheHash() {
        int[][] turned = new int[13 * 8][64];
        for (int key = 0; key < KEYS; key++) {
            byte[] bytes = new byte[13];
            random.nextBytes(bytes);
            long before = Hash64.of(bytes, 0, bytes.length, 0);
            for (int bit = 0; bit < turned.length; bit++) {
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
                long changed = before ^ Hash64.of(bytes, 0, bytes.length, 0);
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
                for (int of = 0; of < 64; of++) {
                    turned[bit][of] += (int) (changed >>> of & 1);
                }
            }
        }
        for (int[] ofBit : turned) {
            assertThat(IntStream.of(ofBit)).allMatch(count -> Math.abs(count - KEYS / 2) < KEYS / 8);
        }
    }

    /** Ids that count up are what users have; their low bits are the buckets. */
    @Test
    void consecutiveIdsShareBucketsNoMoreThanChanceHasIt() {
        int ids = 100_000;
        boolean[] taken = new boolean[1 << 18];
        int shared = 0;
        for (int id = 0; id < ids; id++) {
            byte[] utf8 = ("item-" + id).getBytes(StandardCharsets.UTF_8);
            int bucket = (int) Hash64.of(utf8, 0, utf8.length, 99) & taken.length - 1;
            shared += taken[bucket] ? 1 : 0;
            taken[bucket] = true;
        }
        double expected = ids - taken.length * (1 - Math.exp(-(double) ids / taken.length));
        assertThat((double) shared).isBetween(0.97 * expected, 1.03 * expected);
    }
}
