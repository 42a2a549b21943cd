package io.thalweg.balance;

/** A rule that weighs the tasks' losses by what they are. */
public sealed interface LossWeighting extends Balance permits Uncertainty, GradNorm, Dwa, Famo {
    @Override
    default boolean isOfShared() {
        return false;
    }

    @Override
    default boolean readsLosses() {
        return true;
    }
}
