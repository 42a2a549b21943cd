package io.thalweg.lane;

import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.feature.Origins;
import io.thalweg.model.Section;
import io.thalweg.tensor.Region;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a lane remembers of earlier events, to tell the model about it in features: how many there were, and what their
 * labels were. A label is known from the moment its event is learned from.
 */
final class Recollection {
    private final Counts counts;
    private final Rates rates;

    Recollection(FeatureMap map) {
        counts = new Counts(map);
        rates = new Rates(map);
    }

    List<Region> regions() {
        return Stream.concat(counts.regions().stream(), rates.regions().stream())
                .toList();
    }

    /** Each region's numbers, by what they are of. */
    Stream<Section> sections() {
        return regions().stream().map(region -> {
            float[] numbers = region.values();
            return new Section(region.name(), "", numbers, 0, 1, numbers.length, 1);
        });
    }

    /** Takes over what is known of the features that there were before. */
    void inherit(Recollection old, Origins origins) {
        counts.inherit(old.counts, origins);
        rates.inherit(old.rates, origins);
    }

    /** The example with what is remembered in the places of what it is about. */
    Example fill(Example example) {
        return rates.fill(counts.fill(example));
    }

    /** The same in the example's own arrays. */
    void fillIn(Example example) {
        counts.fill(example.categories());
        rates.fill(example.numbers());
    }

    /** What is remembered of a feature's keys. */
    FrozenKeys.OfCounts frozen(Feature.Count feature) {
        return counts.frozen(feature.name());
    }

    /** What is remembered of a feature's keys. */
    FrozenKeys.OfRates frozen(Feature.Rate feature) {
        return rates.frozen(feature.name());
    }

    /** Remembers a labelled event, as it came. */
    void observe(Example example) {
        counts.observe(example);
        rates.observe(example);
    }
}
