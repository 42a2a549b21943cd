package io.thalweg.drift;

import java.util.Optional;

/**
 * What is watched, and what is done.
 *
 * @param loss of each task: only that it rises is an alarm
 * @param labels of each task: their mean
 * @param reaction to an alarm of the loss; the others say nothing about whether the model is worse
 */
public record DriftSettings(
        Optional<Detector> loss, Optional<Detector> labels, Optional<FeatureDrift> features, Reaction reaction) {
    /** Nothing is watched. */
    public static final DriftSettings NONE =
            new DriftSettings(Optional.empty(), Optional.empty(), Optional.empty(), new Reaction.Note());

    /** Whether nothing is watched. */
    public boolean isNone() {
        return loss.isEmpty() && labels.isEmpty() && features.isEmpty();
    }
}
