package io.thalweg.balance;

/**
 * Impartial learning by gradients (IMTL-G; Liu, Li, Kuang et al. 2021, section 3.1): the direction with the same
 * projection on every task's gradient. With gradients of length 1, {@code u_t}, and {@code d = sum b_t u_t}, that is
 * {@code C b = 1}, {@code C} being their cosines; it is the paper's closed form, but for the length.
 *
 * <p>Traps: parallel gradients have no single solution, and get the one in which all count alike; a share can be below
 * 0; and the paper's length, shares of the gradients themselves summing up to 1, turns the direction round where that
 * sum is below 0. Here the projection is always a descent.
 *
 * @param window steps over which the gradients' inner products are averaged
 */
public record Imtl(int window) implements GradientSurgery {
    public Imtl {
        Gradients.requireWindow(window);
    }

    @Override
    public double[] weigh(Gradients gradients, Observation step) {
        double[] ones = TaskWeights.even(gradients.count()).own();
        return gradients.byTaskOfUnits(Cholesky.of(gradients.independent()).solve(ones));
    }
}
