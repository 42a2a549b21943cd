package io.thalweg.loss;

/** Curves that several losses are made of, without overflow. */
final class Curves {
    private static final double LARGEST = 15; // e^15 is 3.3 million, and no learned label is above a million

    private Curves() {}

    static double sigmoid(double z) {
        return 1 / (1 + StrictMath.exp(-z));
    }

    /** log(1 + e^z). */
    static double softplus(double z) {
        return Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
    }

    /** The z whose softplus is {@code y > 0}. */
    static double inverseSoftplus(double y) {
        return y + StrictMath.log(-StrictMath.expm1(-y));
    }

    /** e^z, and no more than that of {@link #LARGEST}. */
    static double cappedExp(double z) {
        return StrictMath.exp(Math.min(z, LARGEST));
    }

    /**
     * e^z up to {@link #LARGEST}, from there on its tangent: convex everywhere, with {@link #cappedExp} as its slope.
     */
    static double straightenedExp(double z) {
        return cappedExp(z) * (1 + Math.max(z - LARGEST, 0));
    }
}
