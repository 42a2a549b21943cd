package io.thalweg.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.scenario.Balances;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What makes each rule that rule. */
class BalanceRulesTest {
    private static final double[][] NO_GRADIENTS = {};
    private static final double[][] CONFLICT = Steps.gram(new double[] {1, 0}, new double[] {-1, 0.1});

    @Test
    void uncertaintySettlesAtHalfTheInverseOfTheLoss() {
        double[] weights =
                Steps.settled(new Uncertainty(0.01, 3), Steps.of(new double[] {0.2, 0.8}, NO_GRADIENTS), 5_000);
        assertThat(weights).usingComparatorWithPrecision(1e-6).containsExactly(1.6, 0.4);
    }

    @Test
    void uncertaintyKeepsItsBoundWhenALossVanishes() {
        double[] weights =
                Steps.settled(new Uncertainty(0.01, 1), Steps.of(new double[] {0, 0.5}, NO_GRADIENTS), 5_000);
        assertThat(weights[0] / weights[1]).isCloseTo(Math.E, within(1e-6));
    }

    @Test
    void gradNormMakesAllGradientsOfOneLength() {
        double[][] gram = Steps.gram(new double[] {1, 0}, new double[] {1, 3}, new double[] {0, 0.5});
        double[] weights = Steps.settled(new GradNorm(0, 0.02, 10), Steps.of(new double[] {1, 1, 1}, gram), 5_000);
        double[] lengths = lengths(weights, gram);
        assertThat(lengths).usingComparatorWithPrecision(1e-6).containsExactly(lengths[1], lengths[1], lengths[1]);
    }

    @Test
    void gradNormLetsTheTaskThatHasFarToGoHaveLongerSteps() {
        double[][] gram = Steps.gram(new double[] {1, 0}, new double[] {1, 3});
        double[] weights = Steps.settled(new GradNorm(1.5, 0.02, 10), Steps.of(new double[] {0.9, 0.3}, gram), 5_000);
        double[] lengths = lengths(weights, gram);
        assertThat(lengths[0] / lengths[1]).isCloseTo(Math.pow(3, 1.5), within(1e-3));
    }

    private static double[] lengths(double[] weights, double[][] gram) {
        return IntStream.range(0, weights.length)
                .mapToDouble(i -> weights[i] * Math.sqrt(gram[i][i]))
                .toArray();
    }

    @Test
    void dwaFavoursTheTaskThatStandsStill() {
        Dwa dwa = new Dwa(2, 100, 1_000);
        Memory memory = new Memory(dwa, 2);
        double[] weights = {};
        for (int i = 0; i < 300; i++) {
            weights = dwa.weigh(memory, Steps.of(new double[] {1, Math.exp(-0.01 * i)}, NO_GRADIENTS));
        }
        double falling = memory.ofTasks(1)[1] / memory.ofTasks(2)[1];
        assertThat(falling).isLessThan(0.5);
        assertThat(weights[0] / weights[1]).isCloseTo(Math.exp((1 - falling) / 2), within(1e-2));
    }

    @Test
    void dwaDoesNotTakeTheFirstLabelsForATrend() {
        Dwa dwa = new Dwa(2, 100, 1_000);
        Memory memory = new Memory(dwa, 2);
        for (int i = 0; i < 10; i++) { // 100 labels
            assertThat(dwa.weigh(memory, Steps.of(new double[] {1, 5.0 / (i + 1)}, NO_GRADIENTS)))
                    .usingComparatorWithPrecision(1e-9)
                    .containsExactly(1, 1);
        }
    }

    @Test
    void famoGivesMoreToTheTaskWhoseLossFallsLess() {
        Famo famo = new Famo(1, 0.001, 100);
        Memory memory = new Memory(famo, 2);
        Observation step = Steps.of(new double[] {0.5, 0.5}, NO_GRADIENTS);
        famo.weigh(memory, step);
        assertThat(famo.weigh(memory, step)).usingComparatorWithPrecision(1e-9).containsExactly(1, 1);
        famo.lookAgain(memory, step, new double[] {0.49, 0.4});
        double[] logits = memory.ofTasks(0);
        assertThat(logits[0]).isCloseTo(0.25 * 0.18, within(1e-6)); // z (1 - z) of the difference of relative falls
        assertThat(logits[1]).isCloseTo(-0.25 * 0.18, within(1e-6));
        double[] weights = famo.weigh(memory, step);
        assertThat(weights[0] / weights[1]).isCloseTo(Math.exp(0.5 * 0.18), within(1e-6));
    }

    @Test
    void famoWeighsRelativeLosses() {
        double[] weights = Steps.settled(new Famo(1, 0.001, 100), Steps.of(new double[] {0.25, 0.75}, NO_GRADIENTS), 2);
        assertThat(weights).usingComparatorWithPrecision(1e-5).containsExactly(1.5, 0.5);
    }

    /** Or a batch with a rare label would count the less for it. */
    @Test
    void noWeightOfALossDependsOnTheLossThatItWeighs() {
        for (Balance balance : Balances.all()) {
            if (!balance.isOfShared()) {
                Memory memory = new Memory(balance, 2);
                Memory same = new Memory(balance, 2);
                for (int i = 0; i < 5; i++) {
                    Observation step = Steps.of(new double[] {0.2, 0.5 + 0.1 * i}, CONFLICT);
                    balance.weigh(memory, step);
                    balance.weigh(same, step);
                }
                double[] weights = balance.weigh(memory, Steps.of(new double[] {0.2, 9}, CONFLICT));
                assertThat(balance.weigh(same, Steps.of(new double[] {0.2, 0.01}, CONFLICT)))
                        .as("%s", balance)
                        .isEqualTo(weights);
            }
        }
    }

    @Test
    void exponentiatedSettlesAtTheMeanCosine() {
        double[][] gram = Steps.gram(new double[] {1, 0}, new double[] {3, 4}, new double[] {-2, 0});
        double[] weights = Steps.settled(new Exponentiated(0.02, 0.01, 1), Steps.of(new double[0], gram), 3_000);
        assertThat(weights[0] / weights[1]).isCloseTo(Math.exp(2 * ((0.6 - 1) / 2 - 0)), within(1e-6));
        assertThat(weights[2] / weights[1]).isCloseTo(Math.exp(2 * ((-1 - 0.6) / 2 - 0)), within(1e-6));
    }

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
    void theShortestMixtureOfGradientsOfOneLengthIsImpartialWhereAllHaveAShare() {
        double[][] two = Steps.gram(new double[] {5, 1}, new double[] {-1, 0.5});
        double[][] three = Steps.gram(new double[] {3, 0, 1}, new double[] {0, 0.5, 0}, new double[] {-1, 0.2, 2});
        for (double[][] gram : new double[][][] {two, three}) {
            double[] shortest = Steps.settled(new Mgda(1), Steps.of(new double[0], gram), 1);
            assertThat(shortest)
                    .usingComparatorWithPrecision(1e-6)
                    .containsExactly(Steps.settled(new Imtl(1), Steps.of(new double[0], gram), 1));
        }
    }

    /** The one between the others has none in the shortest mixture, and is held back by the impartial direction. */
    @Test
    void theyAreTwoWhereATaskHasNoShare() {
        double[][] between = Steps.gram(new double[] {1, 0.1}, new double[] {1, 1}, new double[] {0.1, 1});
        double[] shortest = Steps.settled(new Mgda(1), Steps.of(new double[0], between), 1);
        double[] impartial = Steps.settled(new Imtl(1), Steps.of(new double[0], between), 1);
        assertThat(shortest[1]).isCloseTo(0, within(1e-6));
        assertThat(impartial[1]).isLessThan(-0.1);
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
        assertRefused(() -> new Uncertainty(0, 3), "rate must be in (0, 1], got 0.0");
        assertRefused(() -> new Uncertainty(0.1, 11), "bound must be in (0, 10], got 11.0");
        assertRefused(() -> new GradNorm(-1, 0.1, 1), "asymmetry must be from 0 to 5, got -1.0");
        assertRefused(() -> new Dwa(0, 1, 2), "temperature must be from 0.1 to 100, got 0.0");
        assertRefused(() -> new Dwa(2, 2, 2), "fast must be at least 1 and below slow, got 2 and 2");
        assertRefused(() -> new Famo(1, 1, 1), "decay must be at least 0 and below 1 / rate, got 1.0");
        assertRefused(() -> new Exponentiated(0.5, 0.01, 1), "decay must be from a tenth of rate to 1, got 0.01");
    }

    private static void assertRefused(Runnable maker, String why) {
        assertThatThrownBy(maker::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }
}
