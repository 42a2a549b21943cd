package io.thalweg.model;

/** A tie bound to its blocks. */
interface Bond {
    /** Adds to the gradient of the blocks that it holds, when the losses' is there. */
    default void pull(boolean[] present) {}

    /** Looks at the blocks when they have moved, and moves what it keeps. */
    default void settle(boolean[] present) {}

    /** To be called when the parameters were overwritten from outside. */
    default void restored() {}
}
