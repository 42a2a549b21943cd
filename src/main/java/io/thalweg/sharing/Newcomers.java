package io.thalweg.sharing;

import io.thalweg.check.Require;
import java.util.List;

/** What the parameters of a task that is added to a learned model begin from. What has begun is never overwritten. */
public sealed interface Newcomers {
    /** Random draws, as those of the first tasks. */
    record Fresh() implements Newcomers {}

    /**
     * A start phi that is learned beside the tasks (Nichol, Achiam and Schulman 2018, algorithm 1, in a single pass):
     * whenever a task has taken {@code every} steps more, {@code phi += rate (theta_t - phi)}, task by task. It is for
     * the layers that are a task's own, of tasks that come after no other. They all begin alike, at the first phi,
     * since a mean of parameters means something only where the units that they belong to are the same ones.
     *
     * @param every steps of a task from one move of phi to its next
     * @param rate the part of the way that phi goes
     */
    record Reptile(int every, double rate) implements Newcomers {
        public Reptile {
            Require.that(every >= 1 && every <= 1_000_000, "every must be from 1 to 10^6 steps, got %d", every);
            Require.that(rate > 0 && rate <= 1, "rate must be in (0, 1], got %s", rate);
        }

        Tie tie(Block start, List<Block> layers) {
            List<Block> steps = layers.stream()
                    .map(layer -> layer.keptNumber("steps to " + start.role()))
                    .toList();
            return new Tie.Beginning(layers, start, steps, this);
        }
    }

    /**
     * A start phi from which a few steps go far (MAML of Finn, Abbeel and Levine 2017, algorithm 2, in the first-order
     * form of its section 5.2, in a single pass). Beside each task learns a copy theta_t' of its own layers, which
     * begins at phi again and again:
     *
     * <pre>
     * theta_t' = phi, then {@code steps} steps of the optimiser on the task's next batches     (support)
     * phi     by the gradient of the batch behind them, taken at theta_t'                      (query)
     * </pre>
     *
     * <p>The copies read what the present shared layers make of a batch, without linear weights, as a newcomer has
     * none, and in the order of the log; so each batch is scored and gone back through once more. It is for the layers
     * that are a task's own, of tasks that come after no other. Nobody's predictions change by it.
     *
     * @param steps of a copy from phi to the batch that phi learns from
     * @param rateMultiple at how many times the optimiser's rate phi moves
     */
    record Maml(int steps, double rateMultiple) implements Newcomers {
        public Maml {
            Require.that(steps >= 1 && steps <= 1_000, "steps must be from 1 to 1000, got %d", steps);
            Require.that(
                    rateMultiple > 0 && rateMultiple <= 100, "rate-multiple must be in (0, 100], got %s", rateMultiple);
        }

        Tie tie(Block start, List<Block> layers) {
            List<Block> copies = layers.stream()
                    .map(layer -> layer.kept("copy of " + layer.role()))
                    .toList();
            List<Block> steps = layers.stream()
                    .map(layer -> layer.keptNumber("steps from " + start.role()))
                    .toList();
            return new Tie.Adapting(layers, start, copies, steps, this);
        }
    }

    /**
     * The parameters of the task that says most of its labels: over the first {@code labels} ones, which it does not
     * learn from, those of every task of the same loss are judged as if they were its own, and the best ones become
     * that; or random draws, where to say what is usual was better than any (the test of likeness of Murugesan et al.
     * 2016: how well one task's model predicts the other's labels). Tasks that come after others take no part.
     *
     * @param labels that the choice waits for
     */
    record Nearest(int labels) implements Newcomers {
        public Nearest {
            Require.that(labels >= 1 && labels <= 1_000_000, "labels must be from 1 to 10^6, got %d", labels);
        }
    }
}
