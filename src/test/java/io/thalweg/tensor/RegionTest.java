package io.thalweg.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RegionTest {
    private static final long SEED = Long.getLong("thalweg.seed", 1);
    private static final int LENGTH = 100 * Region.BLOCK + 7;

    private final Region region = new Region("embeddings", new float[LENGTH]);

    private void write(Region to, int from, int until, float value) {
        for (int i = from; i < until; i++) {
            to.values()[i] = value;
        }
        to.mark(from, until);
    }

    private static List<Integer> dirty(Region region) {
        List<Integer> blocks = new ArrayList<>();
        region.collectDirty((block, bytes) -> blocks.add(block));
        return blocks;
    }

    private static List<Integer> touched(Region region) {
        List<Integer> blocks = new ArrayList<>();
        region.visitTouched((block, bytes) -> blocks.add(block));
        return blocks;
    }

    @Test
    void onlyWhatChangedIsWrittenAndOnlyOnce() {
        write(region, 5, 6, 1);
        write(region, 3 * Region.BLOCK - 1, 3 * Region.BLOCK + 1, 1);
        write(region, LENGTH - 1, LENGTH, 1);
        assertThat(dirty(region)).containsExactly(0, 2, 3, 100);
        assertThat(dirty(region)).isEmpty();
    }

    @Test
    void whatEverChangedIsTouchedWhetherWrittenOrNot() {
        write(region, 70 * Region.BLOCK, 71 * Region.BLOCK, 1);
        dirty(region);
        write(region, 0, 1, 1);
        assertThat(touched(region)).containsExactly(0, 70);
        assertThat(touched(region)).containsExactly(0, 70);
        assertThat(dirty(region)).containsExactly(0);
    }

    @Test
    void whatIsTakenOverIsDirtyOnlyWhereItDiffers() {
        float[] from = new float[LENGTH];
        from[3 * Region.BLOCK] = -0.0f; // equal to 0, and another number
        from[5 * Region.BLOCK] = 1;
        from[LENGTH - 1] = 2;
        region.take(0, from, 0, LENGTH - 1);
        assertThat(dirty(region)).containsExactly(3, 5);
        region.take(7, from, LENGTH - 1, 1);
        assertThat(dirty(region)).containsExactly(0);
        assertThat(region.values()[7]).isEqualTo(2);
        assertThat(touched(region)).containsExactly(0, 3, 5);
    }

    @Test
    void anEmptyRangeChangesNothing() {
        region.mark(0, 0);
        region.mark(1_500, 1_500);
        region.mark(Region.BLOCK, Region.BLOCK);
        assertThat(touched(region)).isEmpty();
        Region empty = new Region("nothing", new float[0]);
        empty.mark(0, 0);
        assertThat(dirty(empty)).isEmpty();
    }

    @Test
    void aRestoredBlockIsTouchedButNotDirty() {
        write(region, 42 * Region.BLOCK + 3, 42 * Region.BLOCK + 4, -0.0f);
        Region copy = new Region("embeddings", new float[LENGTH]);
        region.collectDirty(copy::restore);
        assertThat(dirty(copy)).isEmpty();
        assertThat(touched(copy)).containsExactly(42);
        assertThat(copy.values()).isEqualTo(region.values());
    }

    @Test
    void theLastBlockIsAsLongAsTheRest() {
        write(region, LENGTH - 1, LENGTH, 1);
        List<Integer> sizes = new ArrayList<>();
        region.collectDirty((block, bytes) -> sizes.add(bytes.length));
        assertThat(sizes).containsExactly(7 * Float.BYTES);
        assertThat(region.blocks()).isEqualTo(101);
        assertThat(new Region("exact", new float[2 * Region.BLOCK]).blocks()).isEqualTo(2);
    }

    @Test
    void aBlockThatDoesNotFitIsRefusedByName() {
        byte[] full = new byte[Region.BLOCK * Float.BYTES];
        for (int block : new int[] {-1, 100, 101, 3_000_000, Integer.MAX_VALUE}) {
            assertThatThrownBy(() -> region.restore(block, full))
                    .as("block %d", block)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'embeddings'");
        }
        assertThatThrownBy(() -> region.restore(0, new byte[4])).isInstanceOf(IllegalArgumentException.class);
    }

    /** A changelog keeps the last bytes of each block; whoever reads it back has the region. */
    @Test
    void theLastOfEachBlockIsTheRegion() {
        var random = new SplittableRandom(SEED);
        TreeMap<Integer, byte[]> changelog = new TreeMap<>();
        for (int round = 0; round < 50; round++) {
            for (int i = random.nextInt(20); i > 0; i--) {
                int from = random.nextInt(LENGTH);
                write(region, from, Math.min(LENGTH, from + random.nextInt(2_000)), random.nextInt());
            }
            region.collectDirty(changelog::put);
        }
        Region copy = new Region("embeddings", new float[LENGTH]);
        changelog.forEach(copy::restore);
        assertThat(copy.values()).as("-Dthalweg.seed=%d", SEED).isEqualTo(region.values());
        assertThat(touched(copy)).isEqualTo(touched(region));
    }
}
