package io.thalweg.batch;

import io.thalweg.check.Require;

/**
 * When a buffer is cut.
 *
 * @param size events in a full batch
 * @param maxAgeMillis event-time age at which a buffer is cut though it is not full, seen when a record comes
 */
public record BatchSettings(int size, long maxAgeMillis, Schedule schedule) {
    /** Which buffers a step takes. */
    public enum Schedule {
        /** The one that is due. */
        EACH,
        /** All together when one is due, which gradient balancing needs. */
        ROUND
    }

    public BatchSettings {
        Require.that(size >= 1 && size <= 8_192, "batch.size must be from 1 to 8192, got %d", size);
        Require.that(maxAgeMillis >= 1, "batch.max-age must be positive, got %d ms", maxAgeMillis);
    }
}
