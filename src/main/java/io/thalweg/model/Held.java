package io.thalweg.model;

/**
 * How many numbers in single precision are kept for a part of a model.
 *
 * @param rows of a table, by bucket; 0 where there are no rows
 * @param parameters what is learned
 * @param state of the optimiser beside them
 * @param counts what else is remembered: what rows have paid for being large, or how often things were seen
 */
public record Held(String name, long rows, long parameters, long state, long counts) {
    static Held of(Parameters dense) {
        long length = dense.values().length;
        return new Held(dense.name(), 0, length, length * dense.state().length, 0);
    }

    Held named(String other) {
        return new Held(other, rows, parameters, state, counts);
    }

    public long bytes() {
        return Float.BYTES * (parameters + state + counts);
    }

    /** What it is under another number of buckets, from what it is with {@code from} and with {@code to} of them. */
    public static Held extrapolate(int from, Held low, int to, Held high, int buckets) {
        return new Held(
                low.name,
                line(from, low.rows, to, high.rows, buckets),
                line(from, low.parameters, to, high.parameters, buckets),
                line(from, low.state, to, high.state, buckets),
                line(from, low.counts, to, high.counts, buckets));
    }

    private static long line(int from, long low, int to, long high, int at) {
        return low + (high - low) / (to - from) * (at - from);
    }
}
