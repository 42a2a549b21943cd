package io.thalweg.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ChanceTest {
    private static final int DRAWS = 200_000;

    private final Chance chance = Chance.of(42, "test");

    @Test
    void aDrawDependsOnSeedNameAndCounterOnly() {
        assertThat(Chance.of(42, "test").bits(7)).isEqualTo(chance.bits(7));
        assertThat(Chance.of(43, "test").bits(7)).isNotEqualTo(chance.bits(7));
        assertThat(Chance.of(42, "tset").bits(7)).isNotEqualTo(chance.bits(7));
        assertThat(chance.under(1).bits(7)).isNotEqualTo(chance.under(2).bits(7));
    }

    @Test
    void uniformDrawsFillTheUnitInterval() {
        double sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            double draw = chance.uniform(i);
            assertThat(draw).isStrictlyBetween(0.0, 1.0);
            sum += draw;
        }
        assertThat(sum / DRAWS).isCloseTo(0.5, within(0.005));
    }

    @Test
    void normalDrawsHaveMeanZeroAndVarianceOne() {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double draw = chance.normal(i);
            sum += draw;
            squares += draw * draw;
        }
        assertThat(sum / DRAWS).isCloseTo(0, within(0.01));
        assertThat(squares / DRAWS).isCloseTo(1, within(0.01));
    }

    @Test
    void weightedDrawsComeInProportionToTheirWeights() {
        double[] weights = {5, 0, 1, 3, 0.5, 0.5};
        Weighted weighted = new Weighted(weights.length, i -> weights[i]);
        int[] drawn = new int[weights.length];
        for (int i = 0; i < DRAWS; i++) {
            drawn[weighted.draw(chance.bits(i))]++;
        }
        for (int i = 0; i < weights.length; i++) {
            assertThat(drawn[i] / (double) DRAWS).as("number %d", i).isCloseTo(weights[i] / 10, within(0.004));
        }
    }
}
