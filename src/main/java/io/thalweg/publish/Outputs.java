package io.thalweg.publish;

import io.thalweg.learn.TaskMetrics;

/** Where a lane's results go. Called in log order, by the thread that feeds the lane. */
public interface Outputs {
    /** Forgets everything: for catching up on records whose results are published already. */
    Outputs NONE = new Outputs() {
        @Override
        public void prediction(Prediction prediction) {}

        @Override
        public void metrics(TaskMetrics metrics) {}

        @Override
        public void chunk(SnapshotChunk chunk) {}

        @Override
        public void manifest(SnapshotManifest manifest) {}
    };

    void prediction(Prediction prediction);

    void metrics(TaskMetrics metrics);

    void chunk(SnapshotChunk chunk);

    /** Follows the last chunk of its version. */
    void manifest(SnapshotManifest manifest);
}
