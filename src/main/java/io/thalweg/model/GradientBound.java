package io.thalweg.model;

/**
 * Beyond which length, 1e15, a gradient moves nothing: it is that of a model that has diverged, or of an example at
 * which it overflows. The largest label that is let through asks for 1e6 times the largest number, 1e4, at most; so no
 * step of a sound model is refused, and what optimisers sum up of squares stays finite.
 */
final class GradientBound {
    private static final double MOST_SQUARES = 1e30;

    private GradientBound() {}

    /** Whether a gradient with this sum of squares can be stepped along; NaN is not. */
    static boolean allows(double squares) {
        return squares < MOST_SQUARES;
    }

    /**
     * Sum of squares of {@code numbers[from .. to)}, for {@link #allows} alone: in single precision, where what is too
     * large is infinite, and in four sums, since one would wait for itself at every number.
     */
    static double squares(float[] numbers, int from, int to) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = from;
        for (; i + 3 < to; i += 4) {
            a += numbers[i] * numbers[i];
            b += numbers[i + 1] * numbers[i + 1];
            c += numbers[i + 2] * numbers[i + 2];
            d += numbers[i + 3] * numbers[i + 3];
        }
        for (; i < to; i++) {
            a += numbers[i] * numbers[i];
        }
        return (double) a + b + c + d;
    }
}
