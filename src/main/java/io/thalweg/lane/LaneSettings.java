package io.thalweg.lane;

import io.thalweg.batch.BatchSettings;
import io.thalweg.check.Require;
import io.thalweg.check.Sha256;
import io.thalweg.drift.DriftSettings;
import io.thalweg.feature.FeatureMap;
import io.thalweg.model.ModelSettings;

/**
 * Everything a lane is a function of, beside the log.
 *
 * @param snapshotsEvery learned examples between snapshots
 * @param metricsEvery learned examples between metrics
 * @param metricsWindow labels after which the weight of a label in the fading window has fallen to 1/e
 * @param duplicatesWindow how many labelled events back a key is remembered; 0 where no key is configured
 * @param drift what is watched for drift, and what is done about it
 * @param configuration the model's part of the configuration, as YAML: from it all the rest can be read again
 */
public record LaneSettings(
        FeatureMap map,
        ModelSettings model,
        BatchSettings batch,
        long snapshotsEvery,
        long metricsEvery,
        long metricsWindow,
        int duplicatesWindow,
        DriftSettings drift,
        String configuration) {
    public LaneSettings {
        Require.that(snapshotsEvery >= 1, "snapshots.every must be at least 1, got %d", snapshotsEvery);
        Require.that(metricsEvery >= 1, "metrics.every must be at least 1, got %d", metricsEvery);
        Require.that(metricsWindow >= 2, "metrics.window must be at least 2, got %d", metricsWindow);
        Require.that(
                duplicatesWindow >= 0 && duplicatesWindow <= 1_000_000,
                "duplicates.window must be from 0 to 1,000,000, got %d",
                duplicatesWindow);
    }

    /** Without a watch for drift. */
    public LaneSettings(
            FeatureMap map,
            ModelSettings model,
            BatchSettings batch,
            long snapshotsEvery,
            long metricsEvery,
            long metricsWindow,
            int duplicatesWindow,
            String configuration) {
        this(
                map,
                model,
                batch,
                snapshotsEvery,
                metricsEvery,
                metricsWindow,
                duplicatesWindow,
                DriftSettings.NONE,
                configuration);
    }

    /** SHA-256 of the configuration, in lower-case hex. */
    public String fingerprint() {
        return Sha256.hex(configuration);
    }

    Shape shape() {
        return Shape.of(this);
    }
}
