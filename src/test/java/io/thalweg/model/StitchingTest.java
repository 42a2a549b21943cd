package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.optimiser.Optimiser;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Block;
import io.thalweg.sharing.CrossStitch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StitchingTest {
    private static final int ROWS = 12;
    private static final Optimiser SLOW = new Optimiser.Sgd(1e-3);

    @Test
    void equalSignalsAreTheirOwnSumWhateverTheWeights() {
        var block = new Block("stitch", 0, 0, 1, List.of(0, 1, 2), List.of(3.0, -1.0, 0.5), 1);
        Parameters parameters = new Parameters("layers", new float[] {3, -1, 0.5f}, SLOW);
        Rows equal = new Rows(4, ROWS);
        Arrays.fill(equal.values(), 2);
        Rows sum = new Rows(4, ROWS);
        boolean[] all = {true, true, true};
        new Stitching(parameters, new PlacedBlock(block, 0, all, SLOW), List.of(equal, equal, equal), sum, all)
                .forward(0, ROWS);
        for (int i = 0; i < sum.values().length; i++) {
            float expected = i % sum.stride() == sum.width() ? 1 : 2;
            assertThat(sum.values()[i]).isCloseTo(expected, within(1e-6f));
        }
    }

    @Test
    void weightsMoveAtTheirOwnMultipleOfTheRate() {
        float[] once = movedShares(1);
        float[] faster = movedShares(20);
        for (int i = 0; i < once.length; i++) {
            assertThat(once[i]).isNotZero();
            assertThat(faster[i]).isCloseTo(20 * once[i], within(1e-4f * Math.abs(faster[i]) + 1e-5f));
        }
    }

    /** By how much one step moves the first task's weights behind the first layer. */
    private static float[] movedShares(double rateMultiple) {
        var settings = new ModelSettings(new CrossStitch(rateMultiple), List.of(8), List.of(), true, SLOW, SLOW, 7);
        Network network = new Network(Worlds.map(), settings, ROWS);
        float[] before = shares(network);
        float[] scores = network.score(Worlds.examples(ROWS, 1), new float[ROWS * 2]);
        float[] slopes = new float[scores.length];
        Arrays.fill(slopes, 1);
        network.learn(slopes, new boolean[] {true, true, true});
        float[] moved = shares(network);
        for (int i = 0; i < moved.length; i++) {
            moved[i] -= before[i];
        }
        return moved;
    }

    private static float[] shares(Network network) {
        Section section = network.sections().stream()
                .filter(one -> one.name().equals("stitch of click 0"))
                .findFirst()
                .orElseThrow();
        assertThat(section.reads()).isEqualTo("click, dwell, stars");
        float[] shares = new float[section.width()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = section.at(0, i);
        }
        return shares;
    }
}
