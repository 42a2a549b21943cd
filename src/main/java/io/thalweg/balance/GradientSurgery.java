package io.thalweg.balance;

/**
 * A rule that makes one direction of the tasks' gradients of what they share, by the gradients' mean inner products.
 */
public sealed interface GradientSurgery extends Balance permits PcGrad, CaGrad, Mgda, Imtl, Nash {
    /** Steps over which the gradients' inner products are averaged. */
    int window();

    /**
     * How much each task's gradient counts in the direction.
     *
     * @return {@code [tasks]}; what stands at absent ones is not looked at
     */
    double[] weigh(Gradients gradients, Observation step);

    @Override
    default double[] weigh(Memory memory, Observation step) {
        return weigh(Gradients.observe(memory, step, window()), step);
    }

    @Override
    default boolean isOfShared() {
        return true;
    }

    @Override
    default boolean readsGradients() {
        return true;
    }

    @Override
    default int numbersOfPair() {
        return Gradients.NUMBERS_OF_PAIR;
    }
}
