package io.thalweg.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawsTest {
    private static final int DRAWS = 200_000;

    @Test
    void theSameNumberComesInAnyOrder() {
        Draws draws = Draws.of(7, "embeddings of 8");
        float late = draws.symmetric(1L << 40);
        draws.symmetric(3);
        assertThat(Draws.of(7, "embeddings of 8").symmetric(1L << 40)).isEqualTo(late);
    }

    @Test
    void numbersAreFrozen() {
        Draws draws = Draws.of(42, "branch 0/trunk 0");
        assertThat(new float[] {draws.symmetric(0), draws.symmetric(1), draws.symmetric(-1)})
                .containsExactly(-0x1.648f400000000p-5f, -0x1.ac601c0000000p-1f, 0x1.b75c640000000p-1f);
    }

    @Test
    void theyStayWithinTheirRangeAndFillItEvenly() {
        Draws draws = Draws.of(1, "a");
        int[] tenths = new int[10];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            float draw = draws.symmetric(i);
            assertThat(draw >= -1 && draw < 1).isTrue();
            tenths[(int) ((draw + 1) * 5)]++;
            sum += draw;
            squares += (double) draw * draw;
        }
        assertThat(sum / DRAWS).isCloseTo(0, within(0.005));
        assertThat(squares / DRAWS).isCloseTo(1.0 / 3, within(0.003));
        assertThat(IntStream.of(tenths)).allMatch(count -> Math.abs(count - DRAWS / 10) < 500);
    }

    @Test
    void normalNumbersAreNormal() {
        Draws draws = Draws.of(1, "a");
        double[] moments = new double[4];
        int within = 0;
        for (int i = 0; i < DRAWS; i++) {
            double draw = draws.normal(i);
            double power = 1;
            for (int k = 0; k < moments.length; k++) {
                power *= draw;
                moments[k] += power / DRAWS;
            }
            within += Math.abs(draw) < 1 ? 1 : 0;
        }
        assertThat(moments).containsExactly(new double[] {0, 1, 0, 3}, within(0.05));
        assertThat(within / (double) DRAWS).isCloseTo(0.6827, within(0.004));
    }

    @Test
    void neighboursHaveNothingToDoWithEachOther() {
        Draws draws = Draws.of(1, "a");
        Draws otherSeed = Draws.of(2, "a");
        Draws otherPurpose = Draws.of(1, "b");
        double counters = 0;
        double seeds = 0;
        double purposes = 0;
        for (int i = 0; i < DRAWS; i++) {
            counters += draws.symmetric(i) * draws.symmetric(i + 1);
            seeds += draws.symmetric(i) * otherSeed.symmetric(i);
            purposes += draws.symmetric(i) * otherPurpose.symmetric(i);
        }
        assertThat(DoubleStream.of(counters, seeds, purposes).map(sum -> sum / DRAWS))
                .allMatch(covariance -> Math.abs(covariance) < 0.004);
    }
}
