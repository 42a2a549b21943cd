package io.thalweg.sharing;

import io.thalweg.check.Require;

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
