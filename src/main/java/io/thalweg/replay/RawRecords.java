package io.thalweg.replay;

import org.jspecify.annotations.Nullable;

/** The raw topics as they stood when the replay began. One owner thread. */
public interface RawRecords extends AutoCloseable {
    /** One record as its producer wrote it. */
    record Raw(long offset, byte @Nullable [] value) {}

    /** The first offset of the partition that is still there; 0 where there is no such partition. */
    long begin(String topic, int partition);

    /**
     * The first committed record at or after {@code from}, or null if there is none. Cheap where {@code from} rises
     * from call to call.
     */
    @Nullable
    Raw at(String topic, int partition, long from);

    @Override
    void close();
}
