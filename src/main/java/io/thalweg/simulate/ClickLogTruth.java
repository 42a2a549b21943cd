package io.thalweg.simulate;

import java.util.Arrays;

/**
 * What clicks, dwell times and purchases of a {@link ClickLog} truly depend on: an effect for every value of every
 * category, most of it common to the three tasks; a slope for every number; and products of two categories' hidden
 * factors.
 */
final class ClickLogTruth {
    private static final int TASKS = 3;
    private static final int PAIRS = 8;
    private static final double COMMON = 0.21;
    private static final double OWN = 0.11;
    private static final double PAIR = 4.5;
    private static final double SLOPE = 0.11;

    private final float[][] effect = new float[ClickLog.CATEGORIES][]; // [field][value * TASKS + task]
    private final float[][] factor = new float[2 * PAIRS][]; // [side of a pair][value * TASKS + task]
    private final double[][] slope = new double[ClickLog.NUMBERS][TASKS];
    private final double[][] bend = new double[ClickLog.NUMBERS][TASKS];
    private final double[] score = new double[TASKS];

    ClickLogTruth(long seed) {
        for (int field = 0; field < ClickLog.CATEGORIES; field++) {
            effect[field] = effects(seed, "effect " + field, ClickLog.vocabularySize(field), 1.35 - 0.03 * field);
        }
        for (int side = 0; side < 2 * PAIRS; side++) {
            factor[side] = effects(seed, "factor " + side, ClickLog.vocabularySize(side), 1);
        }
        Chance numeric = Chance.of(seed, "slope");
        for (int field = 0; field < ClickLog.NUMBERS; field++) {
            for (int task = 0; task < TASKS; task++) {
                slope[field][task] = SLOPE * numeric.normal(field * TASKS + task);
                bend[field][task] = field % 4 == 0 ? SLOPE / 2 * numeric.normal(1_000 + field) : 0;
            }
        }
    }

    private static float[] effects(long seed, String name, int values, double scale) {
        Chance chance = Chance.of(seed, name);
        float[] effects = new float[values * TASKS];
        for (int value = 0; value < values; value++) {
            double common = scale * COMMON * chance.normal((TASKS + 1L) * value + TASKS);
            for (int task = 0; task < TASKS; task++) {
                effects[value * TASKS + task] =
                        (float) (common + scale * OWN * chance.normal((TASKS + 1L) * value + task));
            }
        }
        return effects;
    }

    /** Turns to one record, by its values and the normal draws behind its numbers. */
    void look(int[] categories, double[] normals) {
        Arrays.fill(score, 0);
        for (int field = 0; field < ClickLog.CATEGORIES; field++) {
            int at = categories[field] * TASKS;
            for (int task = 0; task < TASKS; task++) {
                score[task] += effect[field][at + task];
            }
        }
        for (int side = 0; side < 2 * PAIRS; side += 2) {
            int left = categories[side] * TASKS;
            int right = categories[side + 1] * TASKS;
            for (int task = 0; task < TASKS; task++) {
                score[task] += PAIR * factor[side][left + task] * factor[side + 1][right + task];
            }
        }
        for (int field = 0; field < ClickLog.NUMBERS; field++) {
            double x = normals[field];
            for (int task = 0; task < TASKS; task++) {
                score[task] += slope[field][task] * x + bend[field][task] * (x * x - 1);
            }
        }
    }

    /** Probability of a click. */
    double click() {
        return sigmoid(-1.37 + score[0]);
    }

    /** Mean of log(1 + seconds). */
    double dwell() {
        return 4 + 0.5 * score[1];
    }

    /** Probability of a purchase. */
    double buy() {
        return sigmoid(-3.72 + score[2]);
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + StrictMath.exp(-logit));
    }
}
