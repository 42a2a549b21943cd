package io.thalweg.sharing;

/** Which parameters the tasks have in common. */
public sealed interface Sharing {
    /** Nothing: a network for each task, as wide and deep as the shared one would be. The baseline to beat. */
    record Independent() implements Sharing {}

    /** One trunk for all tasks, a head for each (Caruana 1997). */
    record Hard() implements Sharing {}
}
