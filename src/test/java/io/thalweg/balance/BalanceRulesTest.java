package io.thalweg.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What makes each rule that rule. */
class BalanceRulesTest {
    private static final double[][] CONFLICT = Steps.gram(new double[] {1, 0}, new double[] {-1, 0.1});

    @Test
    void withoutConflictPcGradIsFixed() {
        double[][] gram = Steps.gram(new double[] {1, 0}, new double[] {1, 3}, new double[] {0, 0.5});
        assertThat(Steps.settled(new PcGrad(1), Steps.of(new double[0], gram), 1))
                .containsExactly(1, 1, 1);
    }

    @Test
    void caGradThatMayNotGoAsideIsFixed() {
        assertThat(Steps.settled(new CaGrad(0, 1), Steps.of(new double[0], CONFLICT), 1))
                .containsExactly(1, 1);
    }

    @Test
    void oppositeGradientsHaveNoDirectionAndNoInfinities() {
        double[][] opposite = Steps.gram(new double[] {1, 0}, new double[] {-1, 0});
        for (Balance balance :
                new Balance[] {new CaGrad(0.5, 1), new Mgda(1), new Imtl(1), new Nash(1), new PcGrad(1)}) {
            double[] weights = Steps.settled(balance, Steps.of(new double[0], opposite), 1);
            assertThat(weights[0])
                    .as("%s", balance)
                    .isCloseTo(weights[1], within(1e-6))
                    .isBetween(0.0, 100.0);
        }
    }

    @Test
    void parallelGradientsAreMadeOfOneLength() {
        double[][] parallel = Steps.gram(new double[] {1, 0}, new double[] {4, 0});
        for (Balance balance : new Balance[] {new Mgda(1), new Imtl(1), new Nash(1)}) {
            assertThat(Steps.settled(balance, Steps.of(new double[0], parallel), 1))
                    .as("%s", balance)
                    .usingComparatorWithPrecision(1e-6)
                    .containsExactly(2.5, 0.625);
        }
    }

    @Test
    void aTaskWithoutAGradientCountsOnceAndChangesNothing() {
        double[][] two = Steps.gram(new double[] {1, 2}, new double[] {-2, 0.5});
        double[][] three = Steps.gram(new double[] {1, 2}, new double[] {-2, 0.5}, new double[] {0, 0});
        for (Balance balance :
                new Balance[] {new CaGrad(0.5, 1), new Mgda(1), new Imtl(1), new Nash(1), new PcGrad(1)}) {
            double[] weights = Steps.settled(balance, Steps.of(new double[0], three), 1);
            assertThat(weights[2]).isOne();
            assertThat(Arrays.copyOf(weights, 2)).isEqualTo(Steps.settled(balance, Steps.of(new double[0], two), 1));
        }
        assertThat(Steps.settled(new Nash(1), Steps.of(new double[0], new double[2][2]), 1))
                .containsExactly(1, 1);
    }

    @Test
    void aWindowAveragesStepsAndForgets() {
        PcGrad pcGrad = new PcGrad(3);
        Memory memory = new Memory(pcGrad, 2);
        double[][] agree = Steps.gram(new double[] {1, 0}, new double[] {1, 0});
        pcGrad.weigh(memory, Steps.of(new double[0], agree));
        assertThat(Gradients.seen(memory, 0, 1)).isCloseTo(1, within(1e-12));
        double[] weights = pcGrad.weigh(memory, Steps.of(new double[0], CONFLICT));
        assertThat(Gradients.seen(memory, 0, 1)).isCloseTo(0, within(1e-12));
        assertThat(weights).usingComparatorWithPrecision(1e-9).containsExactly(1, 1);
        for (int i = 0; i < 60; i++) {
            weights = pcGrad.weigh(memory, Steps.of(new double[0], CONFLICT));
        }
        assertThat(Gradients.seen(memory, 0, 1)).isCloseTo(-1 / Math.sqrt(1.01), within(1e-6));
        assertThat(weights).usingComparatorWithPrecision(1e-6).containsExactly(2, 1 + 1 / 1.01);
    }

    /** Three cosines from three sets of steps need not be those of any three vectors. */
    @Test
    void cosinesOfDifferentStepsAreDrawnTogetherUntilTheyCanBeTrue() {
        double[][] opposite = Steps.gram(new double[] {1, 0}, new double[] {-1, 0}, new double[] {-1, 0});
        double[][] other = Steps.gram(new double[] {1, 0}, new double[] {1, 0}, new double[] {-1, 0});
        for (Balance balance : new Balance[] {new CaGrad(0.5, 9), new Mgda(9), new Imtl(9), new Nash(9)}) {
            Memory memory = new Memory(balance, 3);
            balance.weigh(memory, Steps.of(0, new boolean[] {true, true, false}, new double[0], opposite));
            balance.weigh(memory, Steps.of(1, new boolean[] {true, false, true}, new double[0], opposite));
            double[] weights =
                    balance.weigh(memory, Steps.of(2, new boolean[] {false, true, true}, new double[0], other));
            assertThat(weights[1]).as("%s", balance).isBetween(0.0, 100.0);
            assertThat(weights[2]).as("%s", balance).isCloseTo(weights[1], within(1e-6));
        }
    }

    @Test
    void settingsOutOfBoundsAreRefused() {
        assertRefused(() -> new PcGrad(0), "window must be from 1 to 1,000,000 steps, got 0");
        assertRefused(() -> new CaGrad(1, 1), "conflict must be in [0, 1), got 1.0");
    }

    private static void assertRefused(Runnable maker, String why) {
        assertThatThrownBy(maker::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }
}
