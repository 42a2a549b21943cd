package io.thalweg.optimiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimiserContractTest {
    private static final long SEED = Long.getLong("thalweg.seed", 1);
    private static final int LENGTH = 37;

    static Stream<Optimiser> optimisers() {
        return Stream.of(
                new Optimiser.Sgd(0.1),
                new Optimiser.AdaGrad(0.5, 1e-8, 0),
                new Optimiser.Adam(0.02, 0.9, 0.999, 1e-8),
                new Optimiser.FtrlProximal(0.5, 1, 0, 0));
    }

    @Test
    void noOptimiserEscapesThisContract() {
        assertThat(optimisers().map(Object::getClass))
                .containsExactlyInAnyOrder(Optimiser.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("optimisers")
    void onlyTheSameRuleContinues(Optimiser optimiser) {
        assertThat(optimisers().filter(optimiser::continues)).containsExactly(optimiser);
    }

    @Test
    void anotherRateContinuesUnlessTheStateWasMadeWithIt() {
        assertThat(new Optimiser.Sgd(0.2).continues(new Optimiser.Sgd(0.1))).isTrue();
        var adaGrad = new Optimiser.AdaGrad(0.5, 1e-8, 0);
        assertThat(new Optimiser.AdaGrad(0.1, 1e-6, 0).continues(adaGrad)).isTrue();
        assertThat(new Optimiser.AdaGrad(0.5, 1e-8, 1).continues(adaGrad)).isFalse();
        var adam = new Optimiser.Adam(0.02, 0.9, 0.999, 1e-8);
        assertThat(new Optimiser.Adam(0.01, 0.9, 0.999, 1e-6).continues(adam)).isTrue();
        assertThat(new Optimiser.Adam(0.02, 0.8, 0.999, 1e-8).continues(adam)).isFalse();
        assertThat(new Optimiser.Adam(0.02, 0.9, 0.99, 1e-8).continues(adam)).isFalse();
        var ftrl = new Optimiser.FtrlProximal(0.5, 1, 0, 0);
        assertThat(new Optimiser.FtrlProximal(0.4, 1, 0, 0).continues(ftrl)).isFalse();
        assertThat(new Optimiser.FtrlProximal(0.5, 1, 0, 0.1).continues(ftrl)).isFalse();
    }

    @Test
    void atAnotherPaceOnlyTheRateIsAnother() {
        assertThat(optimisers().map(optimiser -> optimiser.times(10)))
                .containsExactly(
                        new Optimiser.Sgd(1),
                        new Optimiser.AdaGrad(5, 1e-8, 0),
                        new Optimiser.Adam(0.2, 0.9, 0.999, 1e-8),
                        new Optimiser.FtrlProximal(5, 1, 0, 0));
        assertThat(new Optimiser.Sgd(50).times(10)).isEqualTo(new Optimiser.Sgd(Optimiser.HIGHEST_RATE));
    }

    /** Parameters and their state, in an array with room on both sides. */
    private static final class Model {
        private final Optimiser optimiser;
        private final float[] parameters = new float[LENGTH];
        private final float[] gradient = new float[LENGTH];
        private final float[][] state;

        Model(Optimiser optimiser) {
            this.optimiser = optimiser;
            state = new float[optimiser.slots()][LENGTH];
            var random = new SplittableRandom(SEED);
            for (int i = 0; i < LENGTH; i++) {
                parameters[i] = (float) random.nextDouble(-1, 1);
                for (int slot = 0; slot < state.length; slot++) {
                    state[slot][i] = optimiser.initial(slot, parameters[i]);
                }
            }
        }

        void step(int from, int to) {
            optimiser.step(parameters, gradient, state, from, to);
        }

        float[] stateOf(int i) {
            float[] one = new float[state.length];
            for (int slot = 0; slot < one.length; slot++) {
                one[slot] = state[slot][i];
            }
            return one;
        }
    }

    @ParameterizedTest
    @MethodSource("optimisers")
    void aBowlIsDescendedToItsBottom(Optimiser optimiser) {
        Model model = new Model(optimiser);
        for (int step = 0; step < 3_000; step++) {
            for (int i = 0; i < LENGTH; i++) {
                model.gradient[i] = model.parameters[i] - 0.25f * i / LENGTH;
            }
            model.step(0, LENGTH);
        }
        for (int i = 0; i < LENGTH; i++) {
            assertThat(model.parameters[i]).as("%s", optimiser).isCloseTo(0.25f * i / LENGTH, within(0.02f));
        }
    }

    @ParameterizedTest
    @MethodSource("optimisers")
    void parametersOutsideOfTheRangeKeepValueAndState(Optimiser optimiser) {
        Model model = new Model(optimiser);
        Model untouched = new Model(optimiser);
        java.util.Arrays.fill(model.gradient, 0.5f);
        model.step(5, 20);
        for (int i = 0; i < LENGTH; i++) {
            boolean moved = i >= 5 && i < 20;
            assertThat(model.parameters[i] != untouched.parameters[i]).isEqualTo(moved);
            if (!moved) {
                assertThat(model.stateOf(i)).isEqualTo(untouched.stateOf(i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("optimisers")
    void theFirstStepGoesAgainstTheGradientFromWhereItStands(Optimiser optimiser) {
        Model model = new Model(optimiser);
        Model before = new Model(optimiser);
        for (int i = 0; i < LENGTH; i++) {
            model.gradient[i] = i % 2 == 0 ? 0.01f : -0.01f;
        }
        model.step(0, LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            float moved = model.parameters[i] - before.parameters[i];
            assertThat(Math.signum(moved)).as("%s", optimiser).isEqualTo(-Math.signum(model.gradient[i]));
            assertThat(Math.abs(moved)).as("%s", optimiser).isLessThan(0.6f);
        }
    }

    @ParameterizedTest
    @MethodSource("optimisers")
    void oneRangeIsTheSameAsItsPieces(Optimiser optimiser) {
        Model whole = new Model(optimiser);
        Model pieces = new Model(optimiser);
        var random = new SplittableRandom(SEED);
        for (int step = 0; step < 50; step++) {
            for (int i = 0; i < LENGTH; i++) {
                whole.gradient[i] = (float) random.nextDouble(-1, 1);
                pieces.gradient[i] = whole.gradient[i];
            }
            whole.step(0, LENGTH);
            pieces.step(0, 1);
            pieces.step(1, 17);
            pieces.step(17, LENGTH);
        }
        assertThat(pieces.parameters).isEqualTo(whole.parameters);
        assertThat(pieces.state).isDeepEqualTo(whole.state);
    }

    @Test
    void ftrlWithoutPenaltiesIsAdaGradButForItsBeta() {
        Model ftrl = new Model(new Optimiser.FtrlProximal(0.3, 1e-6, 0, 0));
        Model adaGrad = new Model(new Optimiser.AdaGrad(0.3, 1e-6, 0));
        var random = new SplittableRandom(SEED);
        java.util.Arrays.fill(ftrl.parameters, 0);
        java.util.Arrays.fill(ftrl.state[0], 0);
        java.util.Arrays.fill(adaGrad.parameters, 0);
        for (int step = 0; step < 200; step++) {
            for (int i = 0; i < LENGTH; i++) {
                ftrl.gradient[i] = adaGrad.gradient[i] = (float) random.nextDouble(-1, 1);
            }
            ftrl.step(0, LENGTH);
            adaGrad.step(0, LENGTH);
        }
        for (int i = 0; i < LENGTH; i++) {
            assertThat(ftrl.parameters[i]).isCloseTo(adaGrad.parameters[i], within(1e-3f));
        }
    }

    @Test
    void ftrlMakesWeightsOfNoUseExactlyZero() {
        Model model = new Model(new Optimiser.FtrlProximal(0.3, 1, 5, 0));
        var random = new SplittableRandom(SEED);
        java.util.Arrays.fill(model.parameters, 0);
        java.util.Arrays.fill(model.state[0], 0);
        for (int step = 0; step < 300; step++) {
            for (int i = 0; i < LENGTH; i++) {
                model.gradient[i] = (float) random.nextDouble(-0.1, 0.1);
            }
            model.step(0, LENGTH);
        }
        for (float parameter : model.parameters) {
            assertThat(parameter).isZero();
        }
    }

    @Test
    void adamCountsEachParametersOwnSteps() {
        Model model = new Model(new Optimiser.Adam(0.01, 0.9, 0.999, 1e-8));
        float first = model.parameters[0];
        java.util.Arrays.fill(model.gradient, 1);
        for (int step = 0; step < 100; step++) {
            model.step(1, LENGTH);
        }
        model.step(0, 1);
        assertThat(first - model.parameters[0]).isCloseTo(0.01f, within(1e-5f));
    }
}
