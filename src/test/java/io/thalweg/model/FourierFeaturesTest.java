package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.model.FourierFeatures.Drawing;
import java.util.List;
import org.junit.jupiter.api.Test;

class FourierFeaturesTest {
    private static final int WIDTH = 4_096;
    private static final double BANDWIDTH = 1.5;
    private static final Ladder LADDER = new Ladder(new int[] {12}, false);
    private static final float[][] POINTS = {{0, 0, 0}, {1, 0, -1}, {0.5f, 2, 1}, {-3, 1, 0}};

    /** Of each point, {@code [points][WIDTH]}, its numbers being called by these names. */
    private static float[][] features(List<String> names, int... order) {
        Rows from = new Rows(names.size(), LADDER.top());
        Rows to = new Rows(WIDTH, LADDER.top());
        for (int point = 0; point < POINTS.length; point++) {
            for (int i = 0; i < order.length; i++) {
                from.values()[point * from.stride() + i] = POINTS[point][order[i]];
            }
        }
        new FourierFeatures(new Drawing(7, names, BANDWIDTH), from, to, new boolean[] {true}, LADDER)
                .forward(0, LADDER.top());
        float[][] features = new float[POINTS.length][WIDTH];
        for (int point = 0; point < POINTS.length; point++) {
            System.arraycopy(to.values(), point * to.stride(), features[point], 0, WIDTH);
        }
        return features;
    }

    @Test
    void theirProductIsTheKernel() {
        float[][] features = features(List.of("x", "y", "z"), 0, 1, 2);
        for (int a = 0; a < POINTS.length; a++) {
            for (int b = 0; b < POINTS.length; b++) {
                double distance = 0;
                double product = 0;
                for (int i = 0; i < POINTS[a].length; i++) {
                    distance += Math.pow(POINTS[a][i] - POINTS[b][i], 2);
                }
                for (int i = 0; i < WIDTH; i++) {
                    product += features[a][i] * features[b][i];
                }
                double kernel = Math.exp(-distance / (2 * BANDWIDTH * BANDWIDTH));
                assertThat(product).as("%d and %d", a, b).isCloseTo(kernel, within(0.06));
            }
        }
    }

    /** So a kernel is the same one when features come, go or change places. */
    @Test
    void theyAreDrawnByNameAndNotByPlace() {
        float[][] features = features(List.of("x", "y", "z"), 0, 1, 2);
        float[][] turned = features(List.of("z", "x", "y"), 2, 0, 1);
        for (int point = 0; point < POINTS.length; point++) {
            assertThat(turned[point]).usingComparatorWithPrecision(1e-6f).containsExactly(features[point]);
        }
        assertThat(features(List.of("x", "y", "other"), 0, 1, 2)[1]).isNotEqualTo(features[1]);
    }
}
