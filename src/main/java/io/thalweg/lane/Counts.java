package io.thalweg.lane;

import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.feature.Hash64;
import io.thalweg.feature.Origins;
import io.thalweg.tensor.Region;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The counts behind {@link Feature.Count}: one number for each bucket of each such feature. Values that share a bucket
 * are counted together.
 */
final class Counts {
    /** Smaller counts have a category each, larger ones share one by half octaves. */
    private static final int EXACT = 4;

    private final int[] slots; // positions among the categories
    private final long[] seeds;
    private final List<Region> regions;
    private final int mask;

    Counts(FeatureMap map) {
        List<Feature.Categorical> categoricals = map.categoricals();
        slots = IntStream.range(0, categoricals.size())
                .filter(slot -> categoricals.get(slot) instanceof Feature.Count)
                .toArray();
        List<String> names = IntStream.of(slots)
                .mapToObj(slot -> categoricals.get(slot).name())
                .toList();
        seeds = names.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .mapToLong(utf8 -> Hash64.of(utf8, 0, utf8.length, 0))
                .toArray();
        regions = names.stream()
                .map(name -> new Region(name(name), new float[map.buckets()]))
                .toList();
        mask = map.buckets() - 1;
    }

    List<Region> regions() {
        return regions;
    }

    /** Takes over the counts of the features that there were before. */
    void inherit(Counts old, Origins origins) {
        for (int i = 0; i < slots.length; i++) {
            int origin = Arrays.binarySearch(old.slots, origins.slots()[slots[i]]);
            if (origin >= 0) {
                float[] counts = old.regions.get(origin).values();
                regions.get(i).take(0, counts, 0, counts.length);
            }
        }
    }

    /** The example with counts in their places. */
    Example fill(Example example) {
        if (slots.length == 0) {
            return example;
        }
        int[] categories = example.categories().clone();
        fill(categories);
        return example.withCategories(categories);
    }

    /** Puts counts in the places of what is counted. */
    void fill(int[] categories) {
        for (int i = 0; i < slots.length; i++) {
            int count = (int) regions.get(i).values()[categories[slots[i]]];
            categories[slots[i]] = (int) Hash64.of(seeds[i], category(count)) & mask;
        }
    }

    /** For each bucket of what a feature counts the bucket of the count. */
    FrozenKeys.OfCounts frozen(String feature) {
        int i = IntStream.range(0, regions.size())
                .filter(at -> regions.get(at).name().equals(name(feature)))
                .findFirst()
                .orElseThrow();
        float[] counts = regions.get(i).values();
        int[] buckets = new int[counts.length];
        Arrays.setAll(buckets, key -> (int) Hash64.of(seeds[i], category((int) counts[key])) & mask);
        int[] seen =
                IntStream.range(0, counts.length).filter(key -> counts[key] > 0).toArray();
        return new FrozenKeys.OfCounts(buckets, seen);
    }

    private static String name(String feature) {
        return "count " + feature;
    }

    /** Counts an event, as it came. */
    void observe(Example example) {
        for (int i = 0; i < slots.length; i++) {
            int bucket = example.categories()[slots[i]];
            float[] counts = regions.get(i).values();
            counts[bucket] = Math.min(counts[bucket] + 1, 1 << 24); // beyond, single precision cannot count
            regions.get(i).mark(bucket, bucket + 1);
        }
    }

    private static int category(int count) {
        if (count < EXACT) {
            return count;
        }
        int octave = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(count);
        return EXACT + octave * 2 + (count >>> octave - 1 & 1);
    }
}
