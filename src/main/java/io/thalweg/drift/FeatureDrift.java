package io.thalweg.drift;

import io.thalweg.check.Require;
import java.util.List;

/**
 * Features that are watched: numeric ones by their mean, categorical ones by {@link Shares}.
 *
 * @param of their names
 * @param numbers for the numeric ones
 * @param window values of a categorical one that are compared with as many others
 * @param threshold of the population stability index
 */
public record FeatureDrift(List<String> of, Detector numbers, int window, double threshold) {
    public FeatureDrift {
        of = List.copyOf(of);
        Require.that(threshold > 0 && threshold <= 100, "threshold must be above 0, at most 100, got %s", threshold);
    }
}
