package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Ple;
import io.thalweg.sharing.Sharing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of gates over experts. */
class GateWatchTest {
    private static final int ROWS = 40;
    private static final boolean[] ALL = {true, true, true};
    private static final int CLICK = 0;
    private static final int DWELL = 1;

    private static Network network(Sharing sharing) {
        return new Network(
                Worlds.map(),
                new ModelSettings(sharing, List.of(8, 6), List.of(), true, Worlds.adaGrad(), Worlds.adaGrad(), 7),
                ROWS);
    }

    private static void step(Network network, boolean[] present) {
        float[] scores = network.score(Worlds.examples(ROWS, 1), new float[ROWS * 2]);
        float[] slopes = new float[scores.length];
        network.learn(slopes, present);
    }

    /** Gives every gate these weights at every example. */
    private static void bias(Network network, float... logits) {
        for (Section section : network.sections()) {
            if (section.name().startsWith("gate")) {
                int bias = section.rows() - 1;
                for (int row = 0; row <= bias; row++) {
                    for (int column = 0; column < section.width(); column++) {
                        int at = section.first() + row * section.stride() + column;
                        section.numbers()[at] = row == bias ? logits[column] : 0;
                    }
                }
            }
        }
        network.restored();
    }

    @Test
    void aGateThatTakesAllExpertsAlikeHasAnEntropyOfOneAndOneThatTakesOneHasNone() {
        Network even = network(new Sharing.Mmoe(3));
        bias(even, 0, 0, 0);
        step(even, ALL);
        GateUse alike = even.gates(CLICK).get("gate of click 0");
        assertThat(alike.entropy()).isCloseTo(1, within(1e-6));
        assertThat(alike.use().values()).allSatisfy(use -> assertThat(use).isCloseTo(1 / 3.0, within(1e-6)));
        Network sharp = network(new Sharing.Mmoe(3));
        bias(sharp, 0, 50, 0);
        step(sharp, ALL);
        GateUse one = sharp.gates(CLICK).get("gate of click 0");
        assertThat(one.entropy()).isCloseTo(0, within(1e-6));
        assertThat(one.use().get("expert 1")).isCloseTo(1, within(1e-6));
    }

    @Test
    void entropyIsThatOfTheWeights() {
        Network network = network(new Sharing.Mmoe(3));
        bias(network, (float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.2));
        step(network, ALL);
        GateUse seen = network.gates(DWELL).get("gate of dwell 0");
        double entropy = -(0.5 * Math.log(0.5) + 0.3 * Math.log(0.3) + 0.2 * Math.log(0.2)) / Math.log(3);
        assertThat(seen.entropy()).isCloseTo(entropy, within(1e-5));
        assertThat(seen.use().get("expert 2")).isCloseTo(0.2, within(1e-6));
    }

    @Test
    void meansAreOfAllStepsUntilTheyFade() {
        Network network = network(new Sharing.Mmoe(3));
        bias(network, 0, 50, 0);
        step(network, ALL);
        bias(network, 50, 0, 0);
        step(network, ALL);
        step(network, ALL);
        step(network, ALL);
        assertThat(network.gates(CLICK).get("gate of click 0").use().get("expert 0"))
                .isCloseTo(0.75, within(1e-6));
    }

    @Test
    void anAbsentTasksGateHasSeenNothing() {
        Network network = network(new Sharing.Mmoe(3));
        step(network, new boolean[] {true, false, true});
        assertThat(network.gates(CLICK)).containsOnlyKeys("gate of click 0");
        assertThat(network.gates(DWELL)).isEmpty();
    }

    /** A gate on the way to all tasks is everybody's. */
    @Test
    void gatesOfEachLevelAreTold() {
        Network network = network(new Ple(2, 1, 2));
        step(network, ALL);
        assertThat(network.gates(CLICK)).containsKeys("gate of click 0", "gate of click 1", "gate 0");
        assertThat(network.gates(CLICK).get("gate of click 1").use())
                .containsOnlyKeys("level 1 expert 0 of click", "level 1 expert 0", "level 1 expert 1");
        network.gates(CLICK)
                .values()
                .forEach(gate -> assertThat(gate.use().values().stream()
                                .mapToDouble(Double::doubleValue)
                                .sum())
                        .isCloseTo(1, within(1e-6)));
    }

    @Test
    void scoringIsNotWatchedAndWhatIsWrittenIsReadAgain() throws IOException {
        Network network = network(new Sharing.Mmoe(3));
        step(network, ALL);
        var before = network.gates(CLICK);
        network.score(Worlds.examples(ROWS, 9), new float[ROWS * 2]);
        assertThat(network.gates(CLICK)).isEqualTo(before);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        network.write(new DataOutputStream(bytes));
        Network copy = network(new Sharing.Mmoe(3));
        copy.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        assertThat(copy.gates(CLICK)).isEqualTo(before);
    }

    @Test
    void othersHaveNoGates() {
        Network network = network(new Sharing.Hard());
        step(network, ALL);
        assertThat(network.gates(CLICK)).isEmpty();
        assertThat(network.shares()).isEmpty();
    }
}
