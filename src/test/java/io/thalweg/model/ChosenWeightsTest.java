package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.balance.PcGrad;
import io.thalweg.balance.TaskWeights;
import io.thalweg.loss.Logistic;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Attention;
import io.thalweg.task.After;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
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

    /** That reads the head of a task whose gate it then has to do with. */
    @Test
    void aGatePaysOnceHoweverManyTasksReadWhatItMakes() {
        List<Task> tasks = new ArrayList<>(Worlds.tasks());
        tasks.add(new Task(
                "buy",
                new Logistic(),
                new LabelTransform.Identity(),
                1,
                List.of(new After.Passing("click", After.Gradient.FULL))));
        var sgd = new Optimiser.Sgd(0.5);
        var settings = new ModelSettings(new Attention(1), List.of(8), List.of(), false, sgd, sgd, 7);
        Network together = new Network(Worlds.map(tasks), settings, ROWS);
        Network balanced = new Network(Worlds.map(tasks), settings.with(new PcGrad(1)), ROWS);
        boolean[] all = {true, true, true, true};
        for (Network network : List.of(together, balanced)) {
            float[] slopes = new float[ROWS * network.outputs().count()];
            Arrays.fill(slopes, 1e-3f);
            network.score(Worlds.examples(ROWS, 1), new float[ROWS * 2]);
            network.learn(slopes, all); // away from the top of the penalty
        }
        double before = share(together);
        float[] none = new float[ROWS * together.outputs().count()];
        together.score(Worlds.examples(ROWS, 1), new float[ROWS * 2]);
        together.learn(none.clone(), all);
        balanced.score(Worlds.examples(ROWS, 1), new float[ROWS * 2]);
        balanced.descend(none, all, gram -> TaskWeights.even(all.length), spread -> spread);
        balanced.step(all);
        assertThat(share(together)).isNotEqualTo(before);
        assertThat(share(balanced)).isEqualTo(share(together));
    }

    private static double share(Network network) {
        return network.shares().getOrDefault(GATES.get(0), Map.of()).getOrDefault("shared", Double.NaN);
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
