package io.thalweg.lane;

import io.thalweg.batch.BatchSettings;
import io.thalweg.feature.FeatureMap;
import io.thalweg.learn.ModelSettings;

/**
 * Everything a lane is a function of, beside the log.
 *
 * @param snapshotsEvery learned examples between snapshots
 * @param metricsEvery learned examples between metrics
 * @param metricsWindow labels after which the weight of a label in the fading window has fallen to 1/e
 * @param duplicatesWindow how many labelled events back a key is remembered; 0 where no key is configured
 * @param configuration the configuration in words, for snapshots
 */
public record LaneSettings(
        FeatureMap map,
        ModelSettings model,
        BatchSettings batch,
        long snapshotsEvery,
        long metricsEvery,
        long metricsWindow,
        int duplicatesWindow,
        String configuration) {}
