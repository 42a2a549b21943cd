package io.thalweg.drift;

import io.thalweg.check.Require;

/**
 * The test of Page (1954) and Hinkley (1971), both ways, with forgetting: what values are above (below) their mean is
 * added up, less {@code delta} for each, and a sum of {@code threshold} is a change.
 *
 * @param delta in units; a change of the mean that is smaller is none
 * @param threshold in units
 * @param forgetting what is left of a sum with each value
 */
public record PageHinkley(double delta, double threshold, double forgetting) implements Detector {
    public PageHinkley {
        Require.that(delta >= 0 && delta <= 10, "delta must be from 0 to 10 deviations, got %s", delta);
        Require.that(threshold > 0 && threshold <= 1e9, "threshold must be above 0, at most 1e9, got %s", threshold);
        Require.that(forgetting > 0 && forgetting <= 1, "forgetting must be above 0, at most 1, got %s", forgetting);
    }

    @Override
    public State start() {
        return new PageHinkleySums(this);
    }
}
