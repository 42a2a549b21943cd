package io.thalweg.onnx;

/**
 * How far ONNX Runtime's scores were from our own: the largest difference, of probabilities as it is, of other scores
 * relative to them where they are above 1.
 *
 * @param rows compared
 * @param difference over events like those that were learned from
 * @param extreme over events with numbers far from them
 * @param task whose score was the farthest away, measured by what is allowed; empty if none was at all
 */
public record Agreement(int rows, double difference, double extreme, String task) {
    /**
     * The largest difference that is taken for another order of summation: scores are sums of products in single
     * precision, which differ by some 1e-7 a layer then. What is wired wrong is off by far more.
     */
    public static final double BOUND = 1e-5;

    /**
     * The same where numbers are so large that they drown each other: two sums of hidden units of 1e5 that nearly
     * cancel agree in no more digits, and neither is the better one.
     */
    public static final double EXTREME_BOUND = 1e-2;

    static final Agreement NOTHING = new Agreement(0, 0, 0, "");

    boolean isWithinBounds() {
        return difference <= BOUND && extreme <= EXTREME_BOUND; // not where one is NaN
    }

    Agreement withRows(int more) {
        return new Agreement(rows + more, difference, extreme, task);
    }

    /** With another difference, of a task. */
    Agreement or(double other, boolean isExtreme, String ofTask) {
        double worst = Math.max(difference, isExtreme ? 0 : other);
        double worstExtreme = Math.max(extreme, isExtreme ? other : 0);
        double share = other / (isExtreme ? EXTREME_BOUND : BOUND);
        boolean isWorst = !(share <= Math.max(difference / BOUND, extreme / EXTREME_BOUND));
        return new Agreement(rows, worst, worstExtreme, isWorst ? ofTask : task);
    }
}
