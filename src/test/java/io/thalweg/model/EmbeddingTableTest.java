package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.optimiser.Optimiser;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTableTest {
    private static final long SEED = Long.getLong("thalweg.seed", 1);
    private static final Optimiser ADA_GRAD = new Optimiser.AdaGrad(0.1, 1e-8, 0);
    private static final int WIDTH = 3;
    private static final int STRIDE = 2 * WIDTH;

    private final EmbeddingTable table = new EmbeddingTable("embeddings", 64, WIDTH, 0.05f, ADA_GRAD, 1);

    private int[] staged(int... buckets) {
        int[] indexes = new int[buckets.length];
        table.begin(buckets.length);
        table.stage(buckets, 0, buckets.length, indexes, 0);
        table.gather();
        table.zeroGradient();
        return indexes;
    }

    @Test
    void aBucketIsStagedOnceHoweverOftenItOccurs() {
        float[] rows = table.region().values().clone();
        int[] indexes = staged(5, 63, 5, 0, 63);
        assertThat(indexes).containsExactly(0, 1, 0, 2, 1);
        for (int i = 0; i < WIDTH; i++) {
            assertThat(table.parameters()[WIDTH + i]).isEqualTo(rows[63 * STRIDE + i]);
        }
    }

    @Test
    void aStepMovesStagedRowsOnly() {
        float[] before = table.region().values().clone();
        staged(5, 63);
        Arrays.fill(table.gradient(), 1);
        table.step(new int[] {0, 1, 2});
        float[] after = table.region().values();
        for (int i = 0; i < after.length; i++) {
            int row = i / STRIDE;
            assertThat(after[i] != before[i]).isEqualTo(row == 5 || row == 63);
        }
    }

    /** Some columns moved alone get what they get among all. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void columnsThatAreNotMovedKeepValueAndState(int column) {
        var random = new SplittableRandom(SEED);
        EmbeddingTable other = new EmbeddingTable("embeddings", 64, WIDTH, 0.05f, ADA_GRAD, 1);
        float[] before = table.region().values().clone();
        staged(7, 8, 9);
        other.begin(3);
        other.stage(new int[] {7, 8, 9}, 0, 3, new int[3], 0);
        other.gather();
        for (int i = 0; i < 3 * WIDTH; i++) {
            table.gradient()[i] = (float) random.nextDouble(-1, 1);
            other.gradient()[i] = table.gradient()[i];
        }
        table.step(new int[] {column});
        other.step(new int[] {0, 1, 2});
        for (int i = 0; i < before.length; i++) {
            float expected = i % WIDTH == column ? other.region().values()[i] : before[i];
            assertThat(table.region().values()[i]).isEqualTo(expected);
        }
    }

    @Test
    void aBatchOfNothingIsNoTrouble() {
        staged();
        table.step(new int[] {0, 1, 2});
        assertThat(staged(1)).containsExactly(0);
    }

    @Test
    void manyBucketsFindTheirRows() {
        var random = new SplittableRandom(SEED);
        EmbeddingTable large = new EmbeddingTable("linear weights", 1 << 16, 1, 1, ADA_GRAD, 1);
        for (int batch = 0; batch < 20; batch++) {
            int[] buckets = random.ints(random.nextInt(1, 5_000), 0, 1 << 16).toArray();
            int[] indexes = new int[buckets.length];
            large.begin(buckets.length);
            large.stage(buckets, 0, buckets.length, indexes, 0);
            large.gather();
            for (int i = 0; i < buckets.length; i++) {
                assertThat(large.parameters()[indexes[i]])
                        .isEqualTo(large.region().values()[2 * buckets[i]]);
            }
        }
    }

    @Test
    void aTableThatNoArrayCanHoldIsRefusedInWords() {
        assertThatThrownBy(() -> new EmbeddingTable("embeddings of 8", 1 << 28, 8, 0.05f, ADA_GRAD, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("268435456 rows of 16 numbers")
                .hasMessageContaining("'embeddings of 8'")
                .hasMessageContaining("model.embedding.buckets");
    }
}
