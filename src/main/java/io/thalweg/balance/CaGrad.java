package io.thalweg.balance;

import io.thalweg.check.Require;
import java.util.Arrays;

/**
 * Conflict-averse gradient descent (Liu, Liu, Jin, Stone and Liu 2021, algorithm 1): of all directions within
 * {@code conflict} times the length of the mean gradient {@code g_0} from it, the one that goes down most for the task
 * for which it goes down least. Its dual is over the simplex: {@code min g_w . g_0 + c |g_0| |g_w|}, {@code g_w = sum
 * w_t g_t}; the direction is {@code g_0 + c |g_0| g_w / |g_w|}, divided by {@code 1 + c^2}.
 *
 * <p>Each gradient counts for as many times that as there are tasks, so that with 0 it is {@link Fixed}. Traps:
 * {@code |g_w|} may be 0, where no direction helps all: then it is the mean; and the search takes a fixed number of
 * rounds and no library, or no two machines would agree.
 *
 * @param conflict c, at least 0 and below 1
 * @param window steps over which the gradients' inner products are averaged
 */
public record CaGrad(double conflict, int window) implements GradientSurgery {
    private static final double NOTHING = 1e-9; // beside gradients of length 1
    private static final double FAR = 1e9;

    public CaGrad {
        Require.that(conflict >= 0 && conflict < 1, "conflict must be in [0, 1), got %s", conflict);
        Gradients.requireWindow(window);
    }

    @Override
    public double[] weigh(Gradients gradients, Observation step) {
        int n = gradients.count();
        double[][] gram = gradients.independentGram();
        double[] mean = new double[n]; // each gradient times the mean one
        Arrays.setAll(mean, i -> Arrays.stream(gram[i]).sum() / n);
        double radius = conflict * Math.sqrt(Arrays.stream(mean).sum() / n);
        double[] worst = Simplex.least(gram, mean, (q, r, s, b) -> least(radius, q, r, s, b));
        double length = Math.sqrt(Simplex.squared(gram, worst));
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            double part = length > NOTHING ? radius / length * worst[i] : 0;
            weights[i] = (1 + n * part) / (1 + conflict * conflict);
        }
        return gradients.byTask(weights);
    }

    /** Where {@code b x + radius sqrt(q + 2 r x + s x^2)} is least; far out where it falls for ever. */
    private static double least(double radius, double q, double r, double s, double b) {
        if (s <= 0 || radius == 0) {
            return b == 0 ? 0 : -Math.signum(b);
        }
        double slope = -b / (radius * Math.sqrt(s)); // the sine of where the root's own slope has to be
        double rest = Math.max(0, q * s - r * r);
        double u = Math.abs(slope) >= 1 ? Math.signum(slope) * FAR : slope * Math.sqrt(rest / (1 - slope * slope));
        return (u - r) / s;
    }
}
