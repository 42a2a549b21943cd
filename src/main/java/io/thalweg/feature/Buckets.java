package io.thalweg.feature;

import io.thalweg.ingest.Observation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Assigns values one of {@code 2^n} rows each.
 *
 * <p>A bucket is the low bits of a 64-bit hash of the value under a seed made of the feature's name: no dictionary to
 * store, ship or forget (Weinberger et al., Feature Hashing for Large Scale Multitask Learning, ICML 2009). A value
 * that is not there has a bucket of its own. A change here changes what every learned weight means.
 */
final class Buckets {
    private static final int LONGEST_SPARE = 256; // of a sequence; longer ones are made anew
    private static final long MISSING = 0x9e3779b97f4a7c15L; // no length of a text, no part of a time

    private final Feature.Categorical[] leaves; // what is hashed: each category and time part once
    private final long[] seeds; // of each leaf
    private final long[] hashes; // of each leaf, of the observation at hand
    private final List<Key> categoricals;
    private final List<Key> rates;
    private final Feature.Sequence[] sequences;
    private final long[] sequenceSeeds;
    private final int[][][] spare; // of each sequence, by length; null where none was needed yet
    private final int mask;
    private final int rateMask;

    Buckets(FeatureMap map) {
        List<Feature.Categorical> all = new ArrayList<>();
        categoricals = map.categoricals().stream()
                .map(feature -> key(all, feature.name(), feature.parts()))
                .toList();
        rates = map.rates().stream()
                .map(rate -> key(all, rate.name(), rate.of()))
                .toList();
        leaves = all.toArray(Feature.Categorical[]::new);
        seeds = all.stream().mapToLong(leaf -> seed(leaf.name())).toArray();
        hashes = new long[leaves.length];
        sequences = map.sequences().toArray(Feature.Sequence[]::new);
        sequenceSeeds = map.sequences().stream()
                .mapToLong(sequence -> seed(sequence.vocabulary()))
                .toArray();
        spare = new int[sequences.length][0][];
        mask = map.buckets() - 1;
        rateMask = Feature.Rate.keys(map.buckets()) - 1;
    }

    /** The leaves whose values together have a bucket, and a seed where there are several. */
    private record Key(int[] leaves, long seed) {}

    private static Key key(List<Feature.Categorical> all, String name, List<Feature.Categorical> parts) {
        return new Key(parts.stream().mapToInt(leaf -> position(all, leaf)).toArray(), seed(name));
    }

    private static int position(List<Feature.Categorical> all, Feature.Categorical leaf) {
        if (!all.contains(leaf)) {
            all.add(leaf);
        }
        return all.indexOf(leaf);
    }

    private static long seed(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return Hash64.of(utf8, 0, utf8.length, 0);
    }

    /** Hashes an observation's values, for what is asked next. */
    void read(Observation observation) {
        for (int leaf = 0; leaf < leaves.length; leaf++) {
            hashes[leaf] = hash(leaves[leaf], seeds[leaf], observation);
        }
    }

    /** Of the observation read last, as {@link #ofRate} is. */
    int[] ofCategoricals() {
        int[] buckets = new int[categoricals.size()];
        ofCategoricals(buckets);
        return buckets;
    }

    void ofCategoricals(int[] buckets) {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = (int) hash(categoricals.get(i)) & mask;
        }
    }

    /** Of the key of the {@code i}th rate. */
    int ofRate(int i) {
        return (int) hash(rates.get(i)) & rateMask;
    }

    private long hash(Key key) {
        int[] own = key.leaves();
        if (own.length == 1) {
            return hashes[own[0]];
        }
        long hash = key.seed();
        for (int leaf : own) {
            hash = Hash64.of(hash, hashes[leaf]);
        }
        return hash;
    }

    private static long hash(Feature.Categorical leaf, long seed, Observation observation) {
        if (leaf instanceof Feature.TimePart part) {
            double millis = observation.number(part.column());
            return Hash64.of(seed, Double.isNaN(millis) ? MISSING : part.part().of((long) millis));
        }
        int column = ((Feature.Category) leaf).column();
        return observation.hasText(column)
                ? Hash64.of(observation.bytes(), observation.textStart(column), observation.textLength(column), seed)
                : Hash64.of(seed, MISSING);
    }

    /** The last texts of each sequence, oldest first. */
    int[][] ofSequences(Observation observation) {
        int[][] all = new int[sequences.length][];
        for (int i = 0; i < all.length; i++) {
            all[i] = new int[length(i, observation)];
            fill(i, observation, all[i]);
        }
        return all;
    }

    /** The same in arrays that are used again for the next observation. */
    void ofSequences(Observation observation, int[][] all) {
        for (int i = 0; i < all.length; i++) {
            all[i] = spare(i, length(i, observation));
            fill(i, observation, all[i]);
        }
    }

    private int length(int sequence, Observation observation) {
        return Math.min(observation.textCount(sequences[sequence].column()), sequences[sequence].length());
    }

    private int[] spare(int sequence, int length) {
        if (length > LONGEST_SPARE) {
            return new int[length];
        }
        if (spare[sequence].length <= length) {
            spare[sequence] = Arrays.copyOf(spare[sequence], length + 1);
        }
        if (spare[sequence][length] == null) {
            spare[sequence][length] = new int[length];
        }
        return spare[sequence][length];
    }

    private void fill(int sequence, Observation observation, int[] buckets) {
        int column = sequences[sequence].column();
        int skipped = observation.textCount(column) - buckets.length;
        for (int k = 0; k < buckets.length; k++) {
            int at = observation.textStart(column, skipped + k);
            int size = observation.textLength(column, skipped + k);
            buckets[k] = (int) Hash64.of(observation.bytes(), at, size, sequenceSeeds[sequence]) & mask;
        }
    }
}
