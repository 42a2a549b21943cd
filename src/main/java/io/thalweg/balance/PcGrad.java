package io.thalweg.balance;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Projecting conflicting gradients (Yu et al. 2020, algorithm 1): each task's gradient loses its part against every
 * other task's with which it conflicts, one after the other in random order, and what is left is added up: {@code g_i
 * -= (g_i . g_j / |g_j|^2) g_j} where {@code g_i . g_j < 0}. Without conflict all count once, as if fixed.
 *
 * <p>Traps: the random order is drawn from seed and step; the gradients projected on are the original ones; noise alone
 * makes cosines a little negative, so the conflict is looked for in the mean over the last steps.
 *
 * @param window steps over which the gradients' inner products are averaged; 1 for the paper's rule
 */
public record PcGrad(int window) implements GradientSurgery {
    public PcGrad {
        Gradients.requireWindow(window);
    }

    @Override
    public double[] weigh(Gradients gradients, Observation step) {
        double[] sum = new double[gradients.count()];
        for (int i = 0; i < sum.length; i++) {
            double[] projected = new double[sum.length]; // of gradient i, in terms of all
            projected[i] = 1;
            for (int j : others(gradients, step, i)) {
                double product = 0;
                for (int k = 0; k < sum.length; k++) {
                    product += projected[k] * gradients.product(k, j);
                }
                projected[j] -= Math.min(0, product) / gradients.product(j, j);
            }
            for (int k = 0; k < sum.length; k++) {
                sum[k] += projected[k];
            }
        }
        return gradients.byTask(sum);
    }

    private static int[] others(Gradients gradients, Observation step, int i) {
        return IntStream.range(0, gradients.count())
                .filter(j -> j != i)
                .boxed()
                .sorted(Comparator.comparing(j -> step.draw(gradients.task(i), gradients.task(j))))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
