package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.optimiser.Optimiser;
import io.thalweg.regularise.Penalty;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table of mortal rows against a map of rows, one number each. */
class RowLifeTest {
    private static final int BUCKETS = 32;
    private static final int[] ALL = {0};
    private static final Optimiser.AdaGrad ADA_GRAD = new Optimiser.AdaGrad(0.1, 1e-8, 0);

    private final TreeMap<Integer, Row> reference = new TreeMap<>();
    private final EmbeddingTable fresh = new EmbeddingTable("rows", BUCKETS, 1, 1, ADA_GRAD, 1);

    /** A row that was seen. */
    private static final class Row {
        private long sights;
        private long last;
        private final float[] value = new float[1];
        private final float[][] state = new float[1][1];
    }

    private static EmbeddingTable table(EmbeddingLife life) {
        return new EmbeddingTable("rows", BUCKETS, 1, 1, ADA_GRAD, 1, life);
    }

    private static void stage(EmbeddingTable table, long offset, int... buckets) {
        life(table).at(offset);
        table.begin(buckets.length);
        table.stage(buckets, 0, buckets.length, new int[buckets.length], 0);
        table.gather();
    }

    private static RowLife life(EmbeddingTable table) {
        return Objects.requireNonNull(table.life());
    }

    private static void step(EmbeddingTable table, long offset, float slope, int... buckets) {
        stage(table, offset, buckets);
        Arrays.fill(table.gradient(), slope);
        table.see();
        table.step(ALL);
    }

    private Row begin(int bucket) {
        Row row = new Row();
        row.value[0] = initial(bucket);
        row.state[0][0] = ADA_GRAD.initial(0, row.value[0]);
        return row;
    }

    private float initial(int bucket) {
        return fresh.region().values()[2 * bucket];
    }

    private float said(EmbeddingLife life, int bucket, long offset) {
        Row row = reference.get(bucket);
        boolean isOwn = row != null && row.sights >= life.admitAfter() && !isOverdue(life, row, offset);
        return isOwn ? row.value[0] : initial(bucket);
    }

    private static boolean isOverdue(EmbeddingLife life, Row row, long offset) {
        return life.evictAfter() > 0 && offset - row.last > life.evictAfter();
    }

    private void learn(EmbeddingLife life, long offset, float slope, int... buckets) {
        for (int bucket : IntStream.of(buckets).distinct().toArray()) {
            Row row = reference.get(bucket);
            if (row == null || isOverdue(life, row, offset)) {
                row = begin(bucket);
                reference.put(bucket, row);
            }
            row.sights += IntStream.of(buckets).filter(other -> other == bucket).count();
            row.last = Math.max(row.last, offset);
            if (row.sights >= life.admitAfter()) {
                ADA_GRAD.step(row.value, new float[] {slope}, row.state, 0, 1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 40", "3, 0", "3, 40", "2, 3000000000"})
    void aRowSaysWhatItsSightsAndItsAgeAllow(long admitAfter, long evictAfter) {
        var life = new EmbeddingLife(admitAfter, evictAfter);
        long pace = Math.max(1, evictAfter / 40);
        var random = new SplittableRandom(7);
        EmbeddingTable table = table(life);
        long offset = 5;
        for (int round = 0; round < 2_000; round++) {
            offset += pace * random.nextInt(6);
            int[] buckets = random.ints(random.nextInt(1, 5), 0, BUCKETS).toArray();
            long late = Math.max(0, offset - pace * random.nextInt(3)); // a batch that waited
            float slope = (float) random.nextDouble(-1, 1);
            step(table, late, slope, buckets);
            learn(life, late, slope, buckets);
            float[] rows = table.region().values().clone();
            float[] lives = life(table).region().values().clone();
            long asked = offset + pace * random.nextInt(60);
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                stage(table, asked, bucket);
                assertThat(table.parameters()[0]).isEqualTo(said(life, bucket, asked));
            }
            assertThat(table.region().values()).as("scoring changes nothing").isEqualTo(rows);
            assertThat(life(table).region().values()).isEqualTo(lives);
        }
    }

    @Test
    void whatIsNotAdmittedHasNoGradientAndDoesNotPay() {
        EmbeddingTable table = table(new EmbeddingLife(3, 100));
        var decay = new RowDecay(table, new Penalty(0, 1, 0), ADA_GRAD, 1);
        for (int sight = 1; sight <= 3; sight++) {
            stage(table, sight, 4);
            decay.pay();
            assertThat(table.parameters()[0]).isEqualTo(initial(4));
            table.gradient()[0] = 1;
            table.see();
            assertThat(table.gradient()[0]).isEqualTo(sight < 3 ? 0 : 1);
            table.step(ALL);
            decay.moved(ALL, new boolean[] {true});
            assertThat(table.region().values()[8] == initial(4)).isEqualTo(sight < 3);
        }
        float moved = table.region().values()[8];
        stage(table, 4, 4);
        decay.pay();
        assertThat(table.parameters()[0]).as("it has paid for its only step").isEqualTo(moved);
    }

    @Test
    void aRowIsAsOldInAnotherLog() {
        EmbeddingTable table = table(new EmbeddingLife(1, 10));
        step(table, 1_000_000, 1, 3);
        float moved = table.region().values()[6];
        life(table).move(-999_990);
        stage(table, 20, 3);
        assertThat(table.parameters()[0]).isEqualTo(moved);
        stage(table, 21, 3);
        assertThat(table.parameters()[0]).isEqualTo(initial(3)).isNotEqualTo(moved);
    }
}
