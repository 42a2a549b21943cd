package io.thalweg.stream;

import io.thalweg.batch.Batch;
import io.thalweg.ingest.Reason;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.stream.ThalwegStreams.Part;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Whoever measures what the applications of this process do. Called by the threads that do it: an observer is quick,
 * never throws, and changes nothing of what is learned. What belongs to a transaction that is aborted later is told
 * again when its records come back.
 */
public interface StreamObserver {
    /** Looks away. */
    StreamObserver NONE = new StreamObserver() {};

    /** An engine is about to start; each has an end, {@link #ends}. */
    default void starts(Part part, KafkaStreams engine) {}

    /** An engine is about to be closed; may be told twice. */
    default void ends(KafkaStreams engine) {}

    /** An event goes to the train log. */
    default void routed() {}

    /** A record goes to quarantine. */
    default void quarantined(Part part, Reason reason) {}

    /**
     * A step was taken.
     *
     * @param batch what was learned from
     * @param logTime when the log took the record that set the step off, in epoch milliseconds
     * @param nanos what the record took from the end of its reading to the last prediction's being handed over
     */
    default void stepped(Batch batch, long logTime, long nanos) {}

    /**
     * A request was answered.
     *
     * @param logTime when the log took it, in epoch milliseconds
     */
    default void answered(long logTime) {}

    /** The blocks that have changed were handed over for the changelog. */
    default void checkpointed(long nanos) {}

    /** A commit has held a thread up, from its first flush to the end of its transaction. */
    default void committed(Part part, long nanos) {}

    /** The last part of a snapshot was handed over. */
    default void published(SnapshotManifest manifest) {}

    /** How a lane stands: now and then, and at its end. */
    default void stands(LaneStatus status) {}

    /** The lane of this partition is not here any more; it may come back, having learned elsewhere. */
    default void leaves(int partition) {}
}
