package io.thalweg.app.bench;

import io.thalweg.simulate.ClickLog;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The floor of a score: as many numbers of tables and layers of the same size, multiplied and added, and nothing else.
 */
final class BareModel {
    private static final int BUCKETS = 1 << 20;
    private static final int EVENTS = 4_096;

    private final int width; // of a row of the table
    private final int[] layers; // widths, the scores last; none for a linear model
    private final float[] table;
    private final float[][] weights;
    private final float[][] values;
    private final int[] buckets = new int[EVENTS * ClickLog.CATEGORIES];

    /** A row of {@code width} numbers for each category; {@code layers} on top. */
    BareModel(int width, int... layers) {
        this.width = width;
        this.layers = layers;
        var random = new SplittableRandom(1);
        table = floats(random, BUCKETS * width);
        int inputs = ClickLog.CATEGORIES * width + ClickLog.NUMBERS;
        weights = new float[layers.length][];
        values = new float[layers.length + 1][];
        values[0] = floats(random, inputs);
        for (int layer = 0; layer < layers.length; layer++) {
            weights[layer] = floats(random, inputs * layers[layer]);
            values[layer + 1] = new float[layers[layer]];
            inputs = layers[layer];
        }
        Arrays.setAll(buckets, i -> random.nextInt(BUCKETS));
    }

    private static float[] floats(SplittableRandom random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }

    float score(int event) {
        int first = event % EVENTS * ClickLog.CATEGORIES;
        float[] sums = values[0];
        boolean isLinear = layers.length == 0;
        for (int i = 0; i < ClickLog.CATEGORIES; i++) {
            int from = buckets[first + i] * width;
            int to = isLinear ? 0 : i * width;
            for (int j = 0; j < width; j++) {
                sums[to + j] = table[from + j] + (isLinear ? sums[to + j] : 0);
            }
        }
        for (int layer = 0; layer < layers.length; layer++) {
            multiply(values[layer], weights[layer], values[layer + 1]);
        }
        return values[layers.length][0];
    }

    private static void multiply(float[] in, float[] by, float[] out) {
        Arrays.fill(out, 0);
        for (int i = 0; i < in.length; i++) {
            float one = Math.max(in[i], 0);
            int from = i * out.length;
            for (int j = 0; j < out.length; j++) {
                out[j] += one * by[from + j];
            }
        }
    }
}
