package io.thalweg.tensor;

/**
 * The cosine of turns, {@code cos(2 pi turns)}: whole turns are taken off exactly, and the rest is a polynomial. Sums
 * and products alone are the same on every machine, as {@code StrictMath.cos} is, and many times as fast.
 */
public final class Cosine {
    /** Of Taylor's series of sin(2 pi x) from x^1 to x^15 in steps of 2; for |x| up to 1/4 the next one is 6e-11. */
    private static final double[] SERIES = series();

    private Cosine() {}

    private static double[] series() {
        double[] series = new double[8];
        double term = 2 * StrictMath.PI;
        for (int k = 0; k < series.length; k++) {
            series[k] = term;
            term *= -4 * StrictMath.PI * StrictMath.PI / ((2 * k + 2) * (2 * k + 3));
        }
        return series;
    }

    /** Within 1e-7; 1 where so many turns have gone by that their rest is lost. */
    public static float ofTurns(float turns) {
        double rest = Math.abs(turns - Math.rint(turns)); // from 0 to 1/2
        double x = 0.25 - rest;
        double square = x * x;
        double sum = SERIES[7];
        for (int k = 6; k >= 0; k--) {
            sum = sum * square + SERIES[k];
        }
        return (float) (sum * x);
    }
}
