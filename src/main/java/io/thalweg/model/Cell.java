package io.thalweg.model;

/** One part of a network bound to its signals: there and back again. */
interface Cell {
    /** @param rung which of the numbers of rows that the network is bound to */
    void forward(int rung, int rows);

    /**
     * Adds to the slopes of what it reads, from the slopes of what it makes.
     *
     * @param present which tasks have a label; parts that only serve others need not be gone through
     */
    void backward(int rung, int rows, boolean[] present);

    /** To be called when the parameters have changed. */
    default void publish() {}
}
