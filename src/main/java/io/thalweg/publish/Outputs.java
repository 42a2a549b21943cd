package io.thalweg.publish;

import io.thalweg.batch.Batch;
import io.thalweg.learn.Countermeasure;
import io.thalweg.learn.Reassignment;
import io.thalweg.learn.TaskMetrics;

/**
 * Where a lane's results go. Called in log order, by the thread that feeds the lane. What nobody takes is forgotten.
 */
public interface Outputs {
    /** Forgets everything: for catching up on records whose results are published already. */
    Outputs NONE = new Outputs() {};

    /** A step was taken on these; their predictions follow. */
    default void learned(Batch batch) {}

    default void prediction(Prediction prediction) {}

    /** Asks for a control record in the log that the lane learns from. */
    default void reassignment(Reassignment move) {}

    /** Asks for a control record likewise. */
    default void countermeasure(Countermeasure measure) {}

    /** The model is as if the event had not been there. */
    default void refused(Refused refused) {}

    default void metrics(TaskMetrics metrics) {}

    default void chunk(SnapshotChunk chunk) {}

    /** Follows the last chunk of its version. */
    default void manifest(SnapshotManifest manifest) {}
}
