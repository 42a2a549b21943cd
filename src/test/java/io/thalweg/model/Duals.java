package io.thalweg.model;

import io.thalweg.scenario.Worlds;
import io.thalweg.sharing.Block;
import io.thalweg.sharing.Part;
import io.thalweg.sharing.Plan;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Heads of the made-up shop that are stored in dual form: they move by the slope of the weights {@code W = Phi A^-1},
 * which is A times their own.
 */
final class Duals {
    private final List<Integer> begins = new ArrayList<>(); // of each phi among the layers' numbers
    private int length;
    private double coupling;

    private Duals() {}

    static Duals of(ModelSettings settings, List<Task> tasks) {
        Duals duals = new Duals();
        if (settings.isLinear()) {
            return duals;
        }
        Plan plan = settings.plan(Wiring.of(Worlds.map(), false).inputs(), tasks);
        List<Block> phis = new ArrayList<>();
        for (Part.Related related : plan.only(Part.Related.class)) {
            phis.add(related.own());
            duals.length = related.own().length();
            duals.coupling = related.coupling();
        }
        int next = 0;
        for (Block block : plan.blocks()) {
            if (phis.contains(block)) {
                duals.begins.add(next);
            }
            next += block.length();
        }
        return duals;
    }

    /** The slope by which a number moves, from the slopes of the loss. */
    double slope(String region, int i, IntToDoubleFunction slopes) {
        double slope = slopes.applyAsDouble(i);
        boolean isDual = region.equals("layers") && begins.stream().anyMatch(begin -> i >= begin && i < begin + length);
        if (!isDual) {
            return slope;
        }
        int place = begins.stream()
                .filter(begin -> i >= begin && i < begin + length)
                .findFirst()
                .orElseThrow();
        double sum = begins.stream()
                .mapToDouble(begin -> slopes.applyAsDouble(begin + i - place))
                .sum();
        return (1 + coupling) * slope - coupling / begins.size() * sum;
    }
}
