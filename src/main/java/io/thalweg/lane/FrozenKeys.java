package io.thalweg.lane;

/** What a lane that stands still remembers of each bucket of a feature's keys. */
public sealed interface FrozenKeys {
    /** The keys' buckets that anything was learned of, ascending. */
    int[] seen();

    /**
     * Of a {@link io.thalweg.feature.Feature.Count}.
     *
     * @param buckets for each key's bucket that of its count
     */
    record OfCounts(int[] buckets, int[] seen) implements FrozenKeys {}

    /**
     * Of a {@link io.thalweg.feature.Feature.Rate}.
     *
     * @param rates for each key's bucket, as they go in as numbers
     */
    record OfRates(float[] rates, int[] seen) implements FrozenKeys {}
}
