package io.thalweg.wire;

import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.Source;
import org.jspecify.annotations.Nullable;

/**
 * An input record that nobody can learn from, as it was, and why.
 *
 * @param reason a {@link io.thalweg.ingest.Reason} of this version or a later one
 */
public record Quarantined(
        Source source, long timestamp, String reason, String detail, byte @Nullable [] key, byte @Nullable [] value) {
    /** A record that ingest rejected. */
    public static Quarantined of(
            Decoded.Rejected rejected, Source source, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {
        return new Quarantined(source, timestamp, rejected.reason().name(), rejected.detail(), key, value);
    }
}
