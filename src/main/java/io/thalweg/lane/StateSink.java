package io.thalweg.lane;

import org.jspecify.annotations.Nullable;

/** Takes the checkpoints of a {@link Succession}. */
public interface StateSink {
    /** A block, the callee's to keep, or null for one that is not needed any more. */
    void put(Place place, byte @Nullable [] bytes);

    /** Where a block belongs; {@code generation} counts the lanes of a succession. */
    record Place(int generation, int region, int block) {}
}
