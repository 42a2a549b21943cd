package io.thalweg.sharing;

import io.thalweg.check.Require;
import io.thalweg.sharing.Plan.Signal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Cross-stitch networks (Misra et al. 2016, section 3.2): a tower of the shared widths for each task, all reading the
 * same input, and behind each of their layers every task learns how much of whose numbers it goes on with:
 *
 * <pre>
 * stitched_a = sum over tasks b of alpha_ab relu(W_b stitched_b' + b_b)     (stitched' of the layer before)
 * </pre>
 *
 * A row of alpha begins with {@value #OWN} for the task's own tower, the rest spread evenly, and keeps the sum 1: what
 * the optimiser makes of it is used less its mean excess, {@code alpha_ab + (1 - sum over c of alpha_ac) / T}, which is
 * the nearest row with that sum. So all rows together cannot grow or fade with the towers' weights, and a task that
 * comes or goes leaves the others' sums as they were.
 *
 * <p>A task owns its tower and its row of alpha; when it is absent both stand still, and the others go on reading it.
 *
 * @param rateMultiple at how many times the optimiser's rate alpha learns
 */
public record CrossStitch(double rateMultiple) implements Sharing {
    private static final double OWN = 0.9;

    public CrossStitch {
        Require.that(
                rateMultiple > 0 && rateMultiple <= 100, "rate-multiple must be in (0, 100], got %s", rateMultiple);
    }

    @Override
    public void draw(Plan plan) {
        int tasks = plan.tasks();
        List<Signal> below = Collections.nCopies(tasks, plan.input(Plan.SHARED));
        for (int depth = 0; depth < plan.shared().size(); depth++) {
            List<Signal> layers = new ArrayList<>();
            for (int task = 0; task < tasks; task++) {
                layers.add(plan.rectified(
                        "tower", task, depth, below.get(task), plan.shared().get(depth)));
            }
            below = new ArrayList<>();
            for (int task = 0; task < tasks; task++) {
                below.add(plan.stitch(alpha(task, depth, tasks), layers));
            }
        }
        for (int task = 0; task < tasks; task++) {
            plan.head(task, below.get(task));
        }
    }

    private Block alpha(int task, int depth, int tasks) {
        List<Integer> columns = new ArrayList<>();
        List<Double> start = new ArrayList<>();
        for (int other = 0; other < tasks; other++) {
            columns.add(other);
            start.add(other == task ? OWN : (1 - OWN) / (tasks - 1));
        }
        return new Block("stitch", task, depth, 1, columns, start, rateMultiple);
    }
}
