package io.thalweg.sharing;

import io.thalweg.check.Require;
import java.util.Collection;
import java.util.List;

/**
 * Lets the log decide how each task shares. Every candidate is a network of its own and learns from the same log; all
 * tasks are served by the first one, and a task for which a later one predicts significantly better moves there, never
 * back. A task that has moved does not teach the networks that it left, so the tasks that stay are rid of it; nobody's
 * parameters change by the move itself.
 *
 * <p>Significant means that a confidence sequence of the mean gap between the two prequential losses, valid at all
 * times at once (Howard et al. 2021), has left 0 behind. The chance that any task ever moves without a reason is at
 * most {@code significance}.
 *
 * @param candidates from the one that shares most to the one that shares least, such as {@code hard, independent}
 * @param significance chance of an error, over all tasks and all time
 */
public record Auto(List<Sharing> candidates, double significance) implements Sharing {
    public Auto {
        candidates = List.copyOf(candidates);
        Require.that(candidates.size() >= 2, "candidates must be two at least, got %s", candidates);
        Require.that(
                candidates.stream().noneMatch(Auto.class::isInstance),
                "candidates has 'auto' among them; it cannot choose itself");
        Require.that(
                candidates.subList(0, candidates.size() - 1).stream().noneMatch(Independent.class::isInstance),
                "candidates has 'independent' before another one; they go from the one that shares most to the one that"
                        + " shares least, and a task never goes back");
        Require.that(significance > 0 && significance <= 0.5, "significance must be in (0, 0.5], got %s", significance);
    }

    /** Draws what all tasks begin with. */
    @Override
    public void draw(Plan plan) {
        candidates.get(0).draw(plan);
    }

    @Override
    public Auto among(Collection<String> tasks) {
        return new Auto(candidates.stream().map(one -> one.among(tasks)).toList(), significance);
    }

    @Override
    public void requireLayers(List<Integer> shared) {
        Require.that(
                !shared.isEmpty(),
                "model.layers.shared has no layers for tasks to share by, so there is nothing to choose between; add"
                        + " one, such as [64]");
        candidates.forEach(one -> one.requireLayers(shared));
    }

    @Override
    public void requireTaskLayers(List<Integer> task) {
        candidates.forEach(one -> one.requireTaskLayers(task));
    }

    @Override
    public void requireOutputs(List<Integer> outputs) {
        candidates.forEach(one -> one.requireOutputs(outputs));
    }

    @Override
    public int sets(List<String> tasks) {
        return candidates.stream().mapToInt(one -> one.sets(tasks)).max().orElseThrow();
    }
}
