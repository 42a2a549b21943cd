package io.thalweg.optimiser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How far an optimiser says that it goes. */
class StridesTest {
    private static final float SLOPE = 0.3f;

    static Stream<Optimiser> optimisers() {
        return Stream.of(
                new Optimiser.Sgd(0.2),
                new Optimiser.AdaGrad(0.2, 1e-8, 0.01),
                new Optimiser.Adam(0.2, 0, 0.9, 1e-8),
                new Optimiser.FtrlProximal(0.2, 1, 0, 0));
    }

    private static float[][] state(Optimiser optimiser) {
        float[][] state = new float[optimiser.slots()][1];
        for (int slot = 0; slot < state.length; slot++) {
            state[slot][0] = optimiser.initial(slot, 0.5f);
        }
        return state;
    }

    /** By a step from a place where it has the slope that it has seen so far: with the state behind it. */
    @ParameterizedTest
    @MethodSource("optimisers")
    void aStrideTimesTheSlopeIsTheStepJustTaken(Optimiser optimiser) {
        float[][] state = state(optimiser);
        float[] w = {0.5f};
        float before = 0;
        for (int step = 0; step < 20; step++) {
            before = w[0];
            optimiser.step(w, new float[] {SLOPE}, state, 0, 1);
        }
        float[] strides = new float[1];
        optimiser.strides(state, strides, 0, 1);
        assertThat((double) strides[0] * SLOPE).isCloseTo(before - w[0], within(1e-5));
    }

    @Test
    void whatHasNeverMovedSaysNothing() {
        for (Optimiser optimiser :
                new Optimiser[] {new Optimiser.AdaGrad(0.2, 1e-8, 0), new Optimiser.Adam(0.2, 0.9, 0.999, 1e-8)}) {
            float[] strides = {7, 7, 7};
            float[][] state = new float[optimiser.slots()][3];
            optimiser.strides(state, strides, 1, 2);
            assertThat(strides).containsExactly(7, 0, 7);
        }
    }
}
