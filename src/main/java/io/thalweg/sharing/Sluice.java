package io.thalweg.sharing;

import io.thalweg.check.Require;
import io.thalweg.sharing.Plan.Signal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Sluice networks (Ruder et al. 2019, section 3): cross-stitch units between halves of layers, and a choice of layers.
 *
 * <p>Each task has a tower of its own, and each of its layers consists of two halves, so that one may hold what is
 * worth sharing and the other what is not. Behind each layer every half of every task learns how much of which half of
 * whom it goes on with, and in the end every task learns how much of which of its layers its head reads:
 *
 * <pre>
 * half_a,i = sum over tasks b and halves j of alpha_ai,bj relu(G_bj below_b + b_bj)
 * layer_a = [half_a,1, half_a,2]
 * top_a = sum over layers l of beta_al layer_al
 * </pre>
 *
 * Rows of alpha begin with {@value #OWN} for the half itself, the rest spread evenly, beta even; both keep the sum 1 as
 * those of {@link CrossStitch} do. {@code penalty |G_a1' G_a2|^2} (Frobenius, without biases) is added to the loss of
 * each task for each of its layers, so that halves learn different things.
 *
 * <p>Layers must be of one width, which is even. What is a task's own stands still when it is absent.
 *
 * @param rateMultiple at how many times the optimiser's rate alpha and beta learn
 * @param penalty how much halves pay for being alike
 */
public record Sluice(double rateMultiple, double penalty) implements Sharing {
    private static final double OWN = 0.9;
    private static final int HALVES = 2;

    public Sluice {
        Require.that(
                rateMultiple > 0 && rateMultiple <= 100, "rate-multiple must be in (0, 100], got %s", rateMultiple);
        Require.that(penalty >= 0 && penalty <= 100, "penalty must be from 0 to 100, got %s", penalty);
    }

    @Override
    public void requireLayers(List<Integer> shared) {
        Require.that(
                shared.stream().distinct().count() == 1 && shared.get(0) % HALVES == 0,
                "model.layers.shared must be layers of one width, which is even, for model.sharing: sluice, got %s",
                shared);
    }

    @Override
    public void draw(Plan plan) {
        requireLayers(plan.shared());
        int tasks = plan.tasks();
        List<List<Signal>> layers = new ArrayList<>(); // of each task
        for (int task = 0; task < tasks; task++) {
            layers.add(new ArrayList<>());
        }
        List<Signal> below = Collections.nCopies(tasks, plan.input(Plan.SHARED));
        for (int depth = 0; depth < plan.shared().size(); depth++) {
            below = layer(plan, depth, below);
            for (int task = 0; task < tasks; task++) {
                layers.get(task).add(below.get(task));
            }
        }
        for (int task = 0; task < tasks; task++) {
            plan.head(task, plan.stitch(beta(task, layers.get(task).size()), layers.get(task)));
        }
    }

    /** What each task goes on with behind a layer. */
    private List<Signal> layer(Plan plan, int depth, List<Signal> below) {
        List<Signal> halves = new ArrayList<>(); // of the first task, of the second, ...
        for (int task = 0; task < below.size(); task++) {
            int first = halves.size();
            for (int half = 0; half < HALVES; half++) {
                int width = plan.shared().get(depth) / HALVES;
                halves.add(plan.rectified("half " + half, task, depth, below.get(task), width));
            }
            plan.apart(halves.get(first), halves.get(first + 1), penalty);
        }
        List<Signal> mixed = new ArrayList<>();
        for (int task = 0; task < below.size(); task++) {
            List<Signal> own = new ArrayList<>();
            for (int half = 0; half < HALVES; half++) {
                own.add(plan.stitch(alpha(task, half, depth, below.size()), halves));
            }
            mixed.add(plan.join(own));
        }
        return mixed;
    }

    private Block alpha(int task, int half, int depth, int tasks) {
        List<Integer> columns = new ArrayList<>();
        List<Double> start = new ArrayList<>();
        for (int column = 0; column < tasks * HALVES; column++) {
            columns.add(column / HALVES);
            start.add(column == task * HALVES + half ? OWN : (1 - OWN) / (tasks * HALVES - 1));
        }
        return new Block("stitch of half " + half, task, depth, 1, columns, start, rateMultiple);
    }

    private Block beta(int task, int layers) {
        List<Integer> columns = Collections.nCopies(layers, Plan.SHARED);
        return new Block("layers", task, 0, 1, columns, Collections.nCopies(layers, 1.0 / layers), rateMultiple);
    }
}
