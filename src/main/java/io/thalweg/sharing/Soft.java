package io.thalweg.sharing;

import io.thalweg.check.Require;
import io.thalweg.sharing.Plan.Signal;
import java.util.ArrayList;
import java.util.List;

/**
 * Soft parameter sharing: each task has a tower of the shared widths for its own, and they are kept near each other.
 * All read the same embeddings. Towers begin alike, since a distance between parameters means something only where the
 * units that they belong to are the same ones.
 *
 * <p>A task's tower is the task's own and stands still while it is absent, as its duals do; theta_s is everybody's.
 *
 * @param coupling what keeps them near, layer by layer, biases included
 */
public record Soft(Coupling coupling) implements Sharing {
    /** What keeps the towers near each other. */
    public sealed interface Coupling {
        /** The tie between the tasks' layers of one depth. */
        Tie tie(List<Block> layers);
    }

    /**
     * Each near every other: {@code strength sum over pairs of |theta_s - theta_t|^2} is added to the loss. It is
     * {@code strength T sum over t of |theta_t - mean|^2}, so its gradient {@code 2 strength T (theta_t - mean)} costs
     * no more with many tasks than with two for each.
     */
    public record Pairwise(double strength) implements Coupling {
        public Pairwise {
            requireStrength(strength);
        }

        @Override
        public Tie tie(List<Block> layers) {
            return new Tie.Pairwise(layers, strength);
        }
    }

    /**
     * Each near a mean theta_s (Evgeniou and Pontil 2004, equation 2, with theta_s learned beside the theta_t):
     * {@code strength |theta_t - theta_s|^2} is added to the loss of each task that is present. theta_s follows by the
     * optimiser, so it is a mean over time, too, of those that come, as often as they do.
     */
    public record Mean(double strength) implements Coupling {
        public Mean {
            requireStrength(strength);
        }

        @Override
        public Tie tie(List<Block> layers) {
            return new Tie.Mean(layers, layers.get(0).shared(), strength);
        }
    }

    /**
     * The same by stochastic ADMM (Boyd et al. 2011, section 7; Ouyang et al. 2013 for the inexact step): copies z_t
     * take the penalty, {@code strength sum of |z_t - theta_s|^2} under {@code theta_t = z_t}, with scaled duals u_t:
     *
     * <pre>
     * every step    theta_t by the gradient of L_t + rho/2 |theta_t - z_t + u_t|^2
     * every round   theta_s = mean over t of (theta_t + u_t)
     *               z_t = (2 strength theta_s + rho (theta_t + u_t)) / (2 strength + rho)
     *               u_t = (1 - leak) (u_t + theta_t - z_t)
     * </pre>
     *
     * Behind its round {@code z_t = theta_s + rho/(2 strength) u_t}, which is how z_t is had without being stored. With
     * an infinite strength z_t is theta_s and all towers end as one: consensus.
     *
     * <p>A task has a round in each of its {@code every} steps, so that rare tasks have theirs; what the others said
     * last counts in the mean. Duals leak since what they summed up goes stale when the data drift.
     *
     * @param strength as that of {@link Mean}
     * @param rho how strongly a step draws theta_t to z_t - u_t
     * @param every steps of a task from round to round
     * @param leak the part of its dual that a task loses at a round
     */
    public record Admm(double strength, double rho, int every, double leak) implements Coupling {
        public Admm {
            Require.that(strength >= 1e-6, "strength must be at least 0.000001, got %s", strength);
            Require.that(
                    strength <= 100 || Double.isInfinite(strength), "strength must be at most 100, got %s", strength);
            Require.that(rho > 0 && rho <= 100, "rho must be in (0, 100], got %s", rho);
            Require.that(every >= 1 && every <= 1_000_000, "every must be from 1 to 10^6 steps, got %d", every);
            Require.that(leak >= 0 && leak < 1, "leak must be in [0, 1), got %s", leak);
        }

        /** With all towers at last the same. */
        public static Admm consensus(double rho, int every, double leak) {
            return new Admm(Double.POSITIVE_INFINITY, rho, every, leak);
        }

        /** How far z_t goes from theta_s for each u_t. */
        public double way() {
            return rho / (2 * strength);
        }

        @Override
        public Tie tie(List<Block> layers) {
            Block mean = layers.get(0).shared();
            return new Tie.Rounds(
                    layers,
                    new Block(mean.role(), mean.owner(), mean.depth(), mean.rows(), mean.columns(), mean.start(), 0),
                    layers.stream().map(layer -> layer.kept("dual")).toList(),
                    layers.stream().map(layer -> layer.keptNumber("steps")).toList(),
                    this);
        }
    }

    private static void requireStrength(double strength) {
        Require.that(strength >= 0 && strength <= 100, "strength must be from 0 to 100, got %s", strength);
    }

    @Override
    public void draw(Plan plan) {
        Signal input = plan.input(Plan.SHARED);
        List<Signal> tops = new ArrayList<>();
        for (int task = 0; task < plan.tasks(); task++) {
            tops.add(input);
        }
        for (int depth = 0; depth < plan.shared().size(); depth++) {
            List<Block> layers = new ArrayList<>();
            for (int task = 0; task < plan.tasks(); task++) {
                Block layer = plan.layer(
                        "tower", task, depth, tops.get(task), plan.shared().get(depth));
                layers.add(layer.alike());
                tops.set(task, plan.dense(layer.alike(), tops.get(task), true));
            }
            plan.tie(coupling.tie(layers));
        }
        for (int task = 0; task < plan.tasks(); task++) {
            plan.head(task, tops.get(task));
        }
    }
}
