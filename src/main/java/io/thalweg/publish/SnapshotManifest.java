package io.thalweg.publish;

import io.thalweg.learn.TaskMetrics;
import java.util.List;

/**
 * What a snapshot is and how to tell that it is whole. It is written after its chunks. Digests are in lower-case hex.
 *
 * @param id tells it from the others on its topic
 * @param version gradient steps taken
 * @param extent what it covers
 * @param examples labelled events learned
 * @param proof its digests
 * @param layout fingerprint of the feature map
 * @param configuration the model's part of the configuration, as YAML
 * @param features names of the features in order
 * @param platform what the numbers depend on besides the log
 */
public record SnapshotManifest(
        String id,
        Cause cause,
        long version,
        Extent extent,
        long examples,
        Proof proof,
        int layout,
        String configuration,
        String fingerprint,
        List<String> features,
        String platform,
        List<TaskMetrics> metrics) {
    /** Why a snapshot was taken. */
    public enum Cause {
        /** Said by a newer program. */
        OTHER,
        /** After so many examples. */
        SCHEDULED,
        /** The model that a promotion replaced. */
        BEFORE_SWAP,
        /** The end of a replay. */
        LAST,
        /** Brought from another topic or a file. */
        COPIED
    }

    /**
     * How much of the log, and how many bytes.
     *
     * @param firstOffset first train-log offset since the snapshot before
     * @param nextOffset first train-log offset that the model has not seen
     * @param chunks how many chunks, numbered from 0
     * @param bytes their length together
     */
    public record Extent(long firstOffset, long nextOffset, int chunks, long bytes) {}

    /**
     * The digests.
     *
     * @param sha256 of the chunks' bytes in order
     * @param chain of {@code previous}, the offsets and the bytes, see {@link SnapshotChain}
     * @param previous chain of the snapshot before
     * @param parametersSha256 of the parameters alone
     */
    public record Proof(String sha256, String chain, String previous, String parametersSha256) {}

    public SnapshotName name() {
        return new SnapshotName(id, proof.chain());
    }

    /** The same under an id that says what it is, for another topic than the one that it was made on. */
    public SnapshotManifest copied() {
        return new SnapshotManifest(
                proof.chain().substring(0, 16),
                Cause.COPIED,
                version,
                extent,
                examples,
                proof,
                layout,
                configuration,
                fingerprint,
                features,
                platform,
                metrics);
    }
}
