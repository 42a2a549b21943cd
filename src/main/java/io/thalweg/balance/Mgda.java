package io.thalweg.balance;

/**
 * Multiple-gradient descent (Désidéri 2012; Sener and Koltun 2018, equation 3): the shortest mixture of the tasks'
 * gradients, {@code min |sum a_t g_t|} over {@code a} on the simplex. It goes down for every task, or is 0 where no
 * direction does.
 *
 * <p>Traps: as printed, the task with the shortest gradient, often the noisiest or the one that has learned all, takes
 * the whole step; so gradients are mixed at length 1. And the mixture of one batch's noisy gradients is biased; so
 * their inner products are means over the last steps.
 *
 * <p>At length 1, and where every task has a share, the shortest mixture has the same projection on all gradients: it
 * is then {@link Imtl}, always so with two tasks.
 *
 * @param window steps over which the gradients' inner products are averaged
 */
public record Mgda(int window) implements GradientSurgery {
    public Mgda {
        Gradients.requireWindow(window);
    }

    @Override
    public double[] weigh(Gradients gradients, Observation step) {
        double[] none = new double[gradients.count()];
        double[] mixture = Simplex.least(gradients.independent(), none, (q, r, s, b) -> s > 0 ? -r / s : 0);
        return gradients.byTaskOfUnits(mixture);
    }
}
