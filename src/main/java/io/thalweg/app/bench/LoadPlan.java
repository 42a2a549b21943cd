package io.thalweg.app.bench;

import io.thalweg.check.Require;

/** Seconds for which each is asked, and the seed of what. */
public record LoadPlan(int seconds, long seed) {
    public LoadPlan {
        Require.that(seconds >= 2 && seconds <= 600, "--seconds must be from 2 to 600, got %d", seconds);
    }
}
