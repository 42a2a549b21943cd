package io.thalweg.publish;

import io.thalweg.learn.TaskMetrics;
import java.util.List;

/**
 * What a snapshot is and how to tell that it is whole. It is written after its chunks.
 *
 * @param version gradient steps taken
 * @param nextOffset first train-log offset that the model has not seen
 * @param examples labelled events learned
 * @param chunks how many chunks, numbered from 0
 * @param bytes their length together
 * @param sha256 of the chunks' bytes in order, in lower-case hex
 * @param chain SHA-256 over the last snapshot's chain and this one's offsets and sha256, in lower-case hex
 * @param parametersSha256 of the parameters alone
 * @param layout fingerprint of the feature map
 * @param configuration what was configured, in words; secrets left out
 * @param features names of the features in order
 * @param platform what the numbers depend on besides the log
 */
public record SnapshotManifest(
        long version,
        long firstOffset,
        long nextOffset,
        long examples,
        int chunks,
        long bytes,
        String sha256,
        String chain,
        String parametersSha256,
        int layout,
        String configuration,
        List<String> features,
        String platform,
        List<TaskMetrics> metrics) {}
