package io.thalweg.app.bench;

import io.thalweg.check.Require;

/** How long each is asked, and what. */
public record Asking(int seconds, long seed) {
    public Asking {
        Require.that(seconds >= 2 && seconds <= 600, "--seconds must be from 2 to 600, got %d", seconds);
    }
}
