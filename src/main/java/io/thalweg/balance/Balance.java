package io.thalweg.balance;

/**
 * How much each task's slope counts in a step. A rule of the one kind weighs losses, and so all that a task moves; one
 * of the other kind weighs the tasks' gradients of what they share, and leaves to each task what is its own.
 *
 * <p>Every rule is defined for any set of present tasks, has no use for epochs or for the loss at the beginning, and
 * leaves what it knows of absent tasks alone. The tasks' configured weights stand before all of it, in losses' slopes.
 */
public sealed interface Balance permits Fixed, Exponentiated, LossWeighting, GradientSurgery {
    /** Whether the weights are for what tasks share only. */
    boolean isOfShared();

    /** Whether it reads {@link Observation#losses} and {@link Observation#usual}. */
    default boolean readsLosses() {
        return false;
    }

    /**
     * Whether it reads {@link Observation#gram}, which costs a way back through the network for each present task, and
     * makes sense only where layers are shared.
     */
    default boolean readsGradients() {
        return false;
    }

    /** Whether it wants the same batch scored once more after the step, for {@link #lookAgain}. */
    default boolean looksAgain() {
        return false;
    }

    /** Numbers to be remembered of each task; all begin at 0. */
    default int numbersOfTask() {
        return 0;
    }

    /** Numbers to be remembered of each ordered pair of tasks; all begin at 0. */
    default int numbersOfPair() {
        return 0;
    }

    /**
     * Learns from the step, and weighs its tasks.
     *
     * @param step with at least two present tasks, and finite
     * @return {@code [tasks]}; what stands at absent ones is not looked at
     */
    double[] weigh(Memory memory, Observation step);

    /**
     * Learns from what the step has done.
     *
     * @param step as it was weighed
     * @param losses of the same labels after it, like {@link Observation#losses}
     */
    default void lookAgain(Memory memory, Observation step, double[] losses) {}
}
