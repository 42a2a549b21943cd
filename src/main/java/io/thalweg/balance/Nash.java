package io.thalweg.balance;

/**
 * Nash-MTL (Navon et al. 2022, claim 3.1): the tasks bargain for the step, and agree where the product of what each
 * gains is largest: {@code M a = 1 / a} with {@code a > 0}, {@code M} being the gradients' Gram matrix. It is where
 * {@code a' M a / 2 - sum log a_t} is least, strictly convex, so that Newton's method finds it from anywhere when its
 * steps are damped by its own decrement (Boyd and Vandenberghe 2004, section 9.6); the paper's sequence of convex
 * programs is not needed.
 *
 * <p>The bargain does not depend on how long the gradients are, so it is made at length 1: {@code M} is then the matrix
 * of cosines, and never badly scaled. Trap: a gradient of about 0 has no direction, and its task stays out of it.
 *
 * @param window steps over which the gradients' inner products are averaged
 */
public record Nash(int window) implements GradientSurgery {
    private static final int STEPS = 60;

    public Nash {
        Gradients.requireWindow(window);
    }

    @Override
    public double[] weigh(Gradients gradients, Observation step) {
        return gradients.byTaskOfUnits(bargain(gradients.independent()));
    }

    private static double[] bargain(double[][] matrix) {
        double[] shares = TaskWeights.even(matrix.length).own();
        for (int step = 0; step < STEPS; step++) {
            double[] slopes = new double[shares.length];
            double[][] curve = new double[shares.length][];
            for (int i = 0; i < shares.length; i++) {
                slopes[i] = Simplex.dot(matrix[i], shares) - 1 / shares[i];
                curve[i] = matrix[i].clone();
                curve[i][i] += 1 / (shares[i] * shares[i]);
            }
            double[] newton = Cholesky.of(curve).solve(slopes);
            double decrement = Math.sqrt(Math.max(0, Simplex.dot(slopes, newton)));
            for (int i = 0; i < shares.length; i++) {
                shares[i] -= newton[i] / (1 + decrement);
            }
        }
        return shares;
    }
}
