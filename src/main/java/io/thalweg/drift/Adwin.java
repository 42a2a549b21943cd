package io.thalweg.drift;

import io.thalweg.check.Require;

/**
 * Adaptive windowing (Bifet and Gavaldà 2007, ADWIN2): as many values are remembered as have one mean, and a change is
 * where older ones are dropped since two parts of the window differ by more than chance allows.
 *
 * @param delta how easily: 0.002 is the authors', smaller ones take more to be convinced
 * @param tolerance in units; a smaller change is followed without a word
 * @param range in units, by which values are bounded, or are taken to be
 */
public record Adwin(double delta, double tolerance, double range) implements Detector {
    /** Most values are no farther apart, and no harm comes from the few that are. */
    private static final double USUAL_RANGE = 5;

    public Adwin {
        Require.that(delta > 0 && delta < 1, "delta must be in (0, 1), got %s", delta);
        Require.that(tolerance >= 0 && tolerance <= 10, "tolerance must be from 0 to 10 deviations, got %s", tolerance);
        Require.that(range > 0, "a range must be above 0, got %s", range);
    }

    public Adwin(double delta, double tolerance) {
        this(delta, tolerance, USUAL_RANGE);
    }

    @Override
    public State start() {
        return new AdwinWindow(this);
    }
}
