package io.thalweg.simulate;

import io.thalweg.check.Require;
import java.util.function.IntToDoubleFunction;

/** Draws a number from 0 in proportion to given weights, in constant time (Walker's alias method, by Vose 1991). */
final class Weighted {
    private final int size;
    private final int[] slots; // for each: of 2^31, below what its own number is drawn; and which is drawn otherwise

    Weighted(int size, IntToDoubleFunction weight) {
        Require.that(size >= 1, "nothing to draw from: %d", size);
        this.size = size;
        slots = new int[2 * size];
        double[] share = new double[size];
        double total = 0;
        for (int i = 0; i < size; i++) {
            share[i] = weight.applyAsDouble(i);
            total += share[i];
        }
        for (int i = 0; i < size; i++) {
            share[i] *= size / total;
        }
        pair(share);
    }

    /** Weights {@code 1 / (rank + 1)^exponent}. */
    static Weighted zipf(int size, double exponent) {
        return new Weighted(size, rank -> StrictMath.pow(rank + 1.0, -exponent));
    }

    private void pair(double[] share) {
        int[] queue = new int[size]; // small ones from the front, large ones from the back
        int small = 0;
        int large = size;
        for (int i = 0; i < size; i++) {
            queue[share[i] < 1 ? small++ : --large] = i;
        }
        while (small > 0 && large < size) {
            int less = queue[--small];
            int more = queue[large];
            settle(less, share[less], more);
            share[more] -= 1 - share[less];
            if (share[more] < 1) {
                large++;
                queue[small++] = more;
            }
        }
        while (small > 0) {
            settle(queue[--small], 1, 0);
        }
        while (large < size) {
            settle(queue[large++], 1, 0);
        }
    }

    private void settle(int slot, double share, int other) {
        slots[2 * slot] = (int) Math.min(Integer.MAX_VALUE, (long) (share * 0x1p31));
        slots[2 * slot + 1] = share >= 1 ? slot : other;
    }

    /** The number that these 64 random bits draw. */
    int draw(long bits) {
        int slot = (int) ((bits >>> 32) * size >>> 32);
        return (int) (bits & 0x7fffffff) < slots[2 * slot] ? slot : slots[2 * slot + 1];
    }
}
