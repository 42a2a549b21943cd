package io.thalweg.regularise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.regularise.Regularisation.On;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PenaltyTest {
    private static final float STRIDE = 0.05f;
    private static final float[] STRIDES = {STRIDE, STRIDE, STRIDE, STRIDE, STRIDE};

    static Stream<Penalty> penalties() {
        return Stream.of(
                new Penalty(0.02, 0, 0),
                new Penalty(0, 0.3, 0),
                new Penalty(0.02, 0.3, 0),
                new Penalty(0, 0, 0.02),
                new Penalty(0, 0.3, 0.02));
    }

    /** One proximal step after the other, as the class says it. */
    private static double steps(double strength, Penalty penalty, double length, int steps) {
        double left = length;
        for (int i = 0; i < steps; i++) {
            left = Math.max(0, left - STRIDE * strength) / (1 + STRIDE * penalty.l2());
        }
        return left;
    }

    @ParameterizedTest
    @MethodSource("penalties")
    void theClosedFormIsThatOfOneStepAfterTheOther(Penalty penalty) {
        for (int steps : new int[] {1, 2, 7, 100, 1_000}) {
            float[] w = {0.5f, -0.5f, 0, 1e-4f, -3};
            float[] row = {0.3f, -0.4f};
            penalty.each(w, STRIDES, 0, 5, steps);
            together(penalty, row, steps);
            assertThat(w[0]).isCloseTo((float) steps(penalty.l1(), penalty, 0.5, steps), within(1e-6f));
            assertThat(w[1]).isEqualTo(-w[0]);
            float[] oneByOne = {0.5f, -0.5f, 0, 1e-4f, -3};
            for (int step = 0; step < steps; step++) {
                penalty.each(oneByOne, STRIDES, 0, 5);
            }
            assertThat(w).contains(oneByOne, within(1e-4f));
            assertThat(w[2]).isZero();
            assertThat(w[3]).isCloseTo((float) steps(penalty.l1(), penalty, 1e-4, steps), within(1e-6f));
            assertThat(w[4]).isCloseTo((float) -steps(penalty.l1(), penalty, 3, steps), within(5e-6f));
            double length = steps(penalty.group(), penalty, 0.5, steps);
            assertThat((double) row[0]).isCloseTo(length * 0.6, within(1e-6));
            assertThat((double) row[1]).isCloseTo(-length * 0.8, within(1e-6));
        }
    }

    private static void together(Penalty penalty, float[] row, int steps) {
        Penalty.Part part = new Penalty.Part(0, row.length, 1);
        penalty.together(row, part, Penalty.Group.of(row, STRIDES, List.of(part)), steps);
    }

    @Test
    void eachNumberPaysAtItsOwnStride() {
        float[] w = {1, 1};
        new Penalty(0.5, 0, 0).each(w, new float[] {0.1f, 1}, 0, 2);
        assertThat(w[0]).isCloseTo(0.95f, within(1e-6f));
        assertThat(w[1]).isCloseTo(0.5f, within(1e-6f));
    }

    /** So that the whole of it keeps its direction. */
    @Test
    void aGroupPaysAtItsMeanStride() {
        float[] w = {3, 0, 4};
        Penalty.Group group = Penalty.Group.of(w, new float[] {0.1f, 9, 0.3f}, List.of(new Penalty.Part(0, 2, 2)));
        assertThat(group.length()).isEqualTo(5);
        assertThat(group.stride()).isCloseTo(0.2, within(1e-7));
        new Penalty(0, 0, 5).together(w, new Penalty.Part(2, 1, 1), group, 1);
        assertThat(w).containsExactly(3, 0, 4 * 0.8f);
    }

    @Test
    void whatCannotPayIsExactlyNothing() {
        float[] w = {0.01f, -0.01f, 0.2f};
        new Penalty(2, 0, 0).each(w, STRIDES, 0, 3);
        assertThat(w[0]).isZero();
        assertThat(w[1]).isZero();
        assertThat(w[2]).isCloseTo(0.1f, within(1e-6f));
        float[] row = {0.03f, -0.04f};
        together(new Penalty(0, 0.5, 2), row, 1);
        assertThat(row[0]).isZero();
        assertThat(row[1]).isZero();
        together(new Penalty(0, 0, 1), row, 1);
        assertThat(row[0]).isZero();
    }

    @Test
    void strengthsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new Penalty(0, 0, 0)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new Penalty(-1, 0, 0)).hasMessageContaining("l1 must be from 0 to 100.0, got -1.0");
        assertThatThrownBy(() -> new Penalty(0, Double.NaN, 0)).hasMessageContaining("l2 must be");
        assertThatThrownBy(() -> new Penalty(1, 0, 1)).hasMessageContaining("do not add up in closed form");
    }

    @Test
    void groupsAreOfWhatTasksHaveEach() {
        for (On on : List.of(On.TRUNK, On.ENCODERS)) {
            assertThatThrownBy(() -> new Regularisation(Collections.singletonMap(on, new Penalty(0, 0, 1)), 0))
                    .hasMessageContaining(on.word() + " do not have one row a task");
        }
        assertThatThrownBy(() -> new Regularisation(Collections.emptyMap(), -1)).hasMessageContaining("clip must be");
    }
}
