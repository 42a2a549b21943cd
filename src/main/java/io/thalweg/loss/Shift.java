package io.thalweg.loss;

/** What becomes of one raw score before the loss sees it. */
public sealed interface Shift {
    /** {@code start + spread raw}. */
    record Line(double start, double spread) implements Shift {}

    /** The z whose softplus is {@code room sigmoid(raw + start)}, or {@code least} if that is more. */
    record Bounded(double start, double room, double least) implements Shift {}
}
