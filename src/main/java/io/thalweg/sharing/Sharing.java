package io.thalweg.sharing;

import io.thalweg.check.Require;
import io.thalweg.sharing.Plan.Signal;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Which parameters the tasks have in common. */
public sealed interface Sharing
        permits Auto,
                Sharing.Independent,
                Sharing.Hard,
                Sharing.Mmoe,
                Ple,
                Hierarchical,
                CrossStitch,
                Attention,
                Sluice,
                Soft,
                Relation,
                Kernel {
    /** Draws the network: inputs, the parts behind them, and a head for each task. */
    void draw(Plan plan);

    /**
     * What it says of these tasks alone. A model goes on with another sharing of the same words about the tasks that
     * both have.
     */
    default Sharing among(Collection<String> tasks) {
        return this;
    }

    /** Throws {@link IllegalArgumentException} where shared layers of these widths give it nothing to share by. */
    default void requireLayers(List<Integer> shared) {
        Require.that(
                !shared.isEmpty(),
                "model.layers.shared has no layers for tasks to share by; add one, such as [64], or let them share by"
                        + " 'hard'");
    }

    /** Throws {@link IllegalArgumentException} where layers of each task's own, of these widths, make no sense. */
    default void requireTaskLayers(List<Integer> task) {}

    /** Throws {@link IllegalArgumentException} where tasks with so many scores have nothing to share by it. */
    default void requireOutputs(List<Integer> outputs) {}

    /** How many sets of embeddings these tasks need. */
    default int sets(List<String> tasks) {
        List<Integer> outputs = Collections.nCopies(tasks.size(), 1);
        return Plan.of(this, new Plan.Extent(1, tasks, outputs, List.of(2), List.of()))
                .owners()
                .size();
    }

    /** Nothing: a network for each task, as wide and deep as the shared one would be. The baseline to beat. */
    record Independent() implements Sharing {
        @Override
        public void requireLayers(List<Integer> shared) {}

        @Override
        public void draw(Plan plan) {
            for (int task = 0; task < plan.tasks(); task++) {
                plan.head(task, plan.tower("trunk", task, plan.input(task), plan.shared()));
            }
        }
    }

    /** One trunk for all tasks, a head for each (Caruana 1997). */
    record Hard() implements Sharing {
        @Override
        public void requireLayers(List<Integer> shared) {}

        @Override
        public void draw(Plan plan) {
            Signal trunk = plan.tower("trunk", Plan.SHARED, plan.input(Plan.SHARED), plan.shared());
            for (int task = 0; task < plan.tasks(); task++) {
                plan.head(task, trunk);
            }
        }
    }

    /**
     * Multi-gate mixture of experts (Ma et al. 2018, section 4.2): all tasks have the same experts, each a tower of the
     * shared widths, and each task weighs them by a gate of its own that reads the input.
     */
    record Mmoe(int experts) implements Sharing {
        public Mmoe {
            Require.that(experts >= 2 && experts <= 64, "experts must be from 2 to 64, got %d", experts);
        }

        @Override
        public void draw(Plan plan) {
            Signal input = plan.input(Plan.SHARED);
            List<Plan.Expert> towers = IntStream.range(0, experts)
                    .mapToObj(expert -> plan.tower("expert " + expert, Plan.SHARED, input, plan.shared()))
                    .map(tower -> new Plan.Expert(Plan.SHARED, tower))
                    .toList();
            for (int task = 0; task < plan.tasks(); task++) {
                plan.head(task, plan.mixture(task, 0, input, towers));
            }
        }
    }
}
