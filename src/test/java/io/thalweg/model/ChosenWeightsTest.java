package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.optimiser.Optimiser;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Attention;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the penalty does to the gates between shared parameters and a task's own. */
class ChosenWeightsTest {
    private static final int ROWS = 12;
    private static final int STEPS = 400;
    private static final boolean[] ALL = {true, true, true};
    private static final List<String> GATES =
            List.of("attention of click 0", "attention of dwell 0", "attention of stars 0");

    /** How far each gate is from being undecided, after many steps that mean nothing. */
    private static List<Double> decided(double penalty) {
        var sgd = new Optimiser.Sgd(0.5);
        var settings = new ModelSettings(new Attention(penalty), List.of(8), List.of(), false, sgd, sgd, 7);
        Network network = new Network(Worlds.map(), settings, ROWS);
        float[] slopes = new float[ROWS * network.outputs().count()];
        Arrays.fill(slopes, 1e-3f);
        network.score(Worlds.examples(ROWS, 1), new float[ROWS * 2]);
        network.learn(slopes, ALL); // only so that no gate stands on the top of the penalty
        Arrays.fill(slopes, 0);
        for (int step = 0; step < STEPS; step++) {
            network.score(Worlds.examples(ROWS, 1), new float[ROWS * 2]);
            network.learn(slopes, ALL);
        }
        Map<String, Map<String, Double>> shares = network.shares();
        assertThat(shares.keySet()).containsExactlyElementsOf(GATES);
        List<Double> decided = new ArrayList<>();
        shares.values().forEach(gate -> decided.add(Math.abs(gate.getOrDefault("shared", Double.NaN) - 0.5)));
        return decided;
    }

    @Test
    void aGateThatPaysForIndecisionChooses() {
        assertThat(decided(1)).allSatisfy(distance -> assertThat(distance).isGreaterThan(0.4));
    }

    @Test
    void aGateThatDoesNotStaysWhereTheLabelsLeaveIt() {
        assertThat(decided(0)).allSatisfy(distance -> assertThat(distance).isCloseTo(0, within(0.05)));
    }

    @Test
    void gatesBeginUndecided() {
        var sgd = new Optimiser.Sgd(0.5);
        var settings = new ModelSettings(new Attention(1), List.of(8), List.of(), false, sgd, sgd, 7);
        assertThat(new Network(Worlds.map(), settings, ROWS).shares())
                .containsOnlyKeys(GATES)
                .allSatisfy((name, gate) -> assertThat(gate).isEqualTo(Map.of("shared", 0.5)));
    }
}
