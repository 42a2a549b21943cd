package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.optimiser.Optimiser;
import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Block;
import io.thalweg.sharing.Plan;
import io.thalweg.sharing.Sluice;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OrthogonalityTest {
    private static final int INPUTS = 5;
    private static final int[] WIDTHS = {3, 4};
    private static final double PENALTY = 0.3;
    private static final Optimiser SGD = new Optimiser.Sgd(1);

    private static PlacedBlock block(int at, int width) {
        List<Integer> columns = Collections.nCopies(width, Plan.SHARED);
        var block = new Block("half", 0, at, INPUTS + 1, columns, List.of(), 1);
        return new PlacedBlock(block, at, new boolean[] {true}, SGD);
    }

    /** The penalty as it is written, in double precision. */
    private static double penalty(float[] values) {
        int second = (INPUTS + 1) * WIDTHS[0];
        double sum = 0;
        for (int i = 0; i < WIDTHS[0]; i++) {
            for (int j = 0; j < WIDTHS[1]; j++) {
                double product = 0;
                for (int row = 0; row < INPUTS; row++) {
                    product += (double) values[row * WIDTHS[0] + i] * values[second + row * WIDTHS[1] + j];
                }
                sum += product * product;
            }
        }
        return PENALTY * sum;
    }

    @Test
    void theGradientIsTheSlopeOfThePenaltyAndIsAddedToWhatIsThere() {
        var random = new SplittableRandom(1);
        int second = (INPUTS + 1) * WIDTHS[0];
        float[] values = new float[second + (INPUTS + 1) * WIDTHS[1]];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        Parameters parameters = new Parameters("layers", values, SGD);
        Arrays.fill(parameters.gradient(), 10);
        new Orthogonality(block(0, WIDTHS[0]), block(second, WIDTHS[1]), PENALTY, parameters)
                .pull(new boolean[] {true});
        for (int i = 0; i < values.length; i++) {
            float at = values[i];
            values[i] = at + 1e-2f;
            double above = penalty(values);
            values[i] = at - 1e-2f;
            double below = penalty(values);
            values[i] = at;
            double slope = (above - below) / 2e-2;
            assertThat(parameters.gradient()[i]).as("number %d", i).isCloseTo((float) (10 + slope), within(1e-3f));
        }
    }

    @Test
    void eachHalfAndEachLayerHasItsShareOfTheSum() {
        var settings = new ModelSettings(new Sluice(1, 0.1), List.of(8, 8), List.of(), true, SGD, SGD, 7);
        Map<String, Map<String, Double>> shares = new Network(Worlds.map(), settings, 12).shares();
        assertThat(shares.get("stitch of half 1 of dwell 0"))
                .containsOnlyKeys("click 0", "click 1", "dwell 0", "dwell 1", "stars 0", "stars 1")
                .hasEntrySatisfying("dwell 1", share -> assertThat(share).isCloseTo(0.9, within(1e-6)))
                .hasEntrySatisfying("dwell 0", share -> assertThat(share).isCloseTo(0.02, within(1e-6)));
        assertThat(shares.get("layers of stars 0"))
                .containsOnlyKeys("layer 0", "layer 1")
                .allSatisfy((layer, share) -> assertThat(share).isCloseTo(0.5, within(1e-6)));
    }
}
