package io.thalweg.loss;

/**
 * That several things happen together, each by its log-odds where those before it do: {@code p = product of
 * sigmoid(b_i)}. All of it in log space, so that neither end overflows or vanishes.
 */
public final class Conjunction {
    private Conjunction() {}

    /** {@code log(p / (1 - p))}. */
    public static double logOdds(double[] parts) {
        double surprise = surprise(parts);
        return surprise > 1
                ? -surprise - StrictMath.log1p(-StrictMath.exp(-surprise))
                : -StrictMath.log(StrictMath.expm1(surprise));
    }

    /** Writes the slope of {@link #logOdds} in each part: {@code (1 - sigmoid(b_i)) / (1 - p)}. */
    public static void slopes(double[] parts, double[] slopes) {
        double otherwise = -StrictMath.expm1(-surprise(parts));
        for (int i = 0; i < parts.length; i++) {
            slopes[i] = Curves.sigmoid(-parts[i]) / otherwise;
        }
    }

    /** {@code -log p}, never 0. */
    private static double surprise(double[] parts) {
        double sum = 0;
        for (double part : parts) {
            sum += Curves.softplus(-part);
        }
        return Math.max(sum, Double.MIN_NORMAL);
    }
}
