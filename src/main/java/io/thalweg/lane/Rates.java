package io.thalweg.lane;

import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.feature.Origins;
import io.thalweg.task.Task;
import io.thalweg.tensor.Region;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The running means behind {@link Feature.Rate}: of the labels, with the sum of their weights, for each bucket of each
 * such feature and, behind the last one, over all events. Values that share a bucket have one rate.
 */
final class Rates {
    private static final float MOST = 1 << 14; // that labels weigh together; beyond, the oldest fade
    private static final double CERTAIN = 1e-9; // least distance of a rate from 0 and 1

    private final List<Kept> all;

    Rates(FeatureMap map) {
        List<Feature.Numerical> numerics = map.numerics();
        all = IntStream.range(0, numerics.size())
                .filter(number -> numerics.get(number) instanceof Feature.Rate)
                .mapToObj(number -> new Kept(number, (Feature.Rate) numerics.get(number), map))
                .toList();
    }

    List<Region> regions() {
        return all.stream().map(Kept::region).toList();
    }

    /** Takes over the means of the features that there were before. */
    void inherit(Rates old, Origins origins) {
        for (Kept heir : all) {
            old.all.stream()
                    .filter(kept -> kept.number == origins.numbers()[heir.number])
                    .forEach(kept -> heir.region.take(0, kept.region.values(), 0, kept.region.values().length));
        }
    }

    /** The example with rates in their places. */
    Example fill(Example example) {
        if (all.isEmpty()) {
            return example;
        }
        float[] numbers = example.numbers().clone();
        fill(numbers);
        return example.withNumbers(numbers);
    }

    /** Puts rates in the places of what they are of. */
    void fill(float[] numbers) {
        for (int i = 0; i < all.size(); i++) {
            Kept kept = all.get(i);
            numbers[kept.number] = kept.rate((int) numbers[kept.number]);
        }
    }

    /** For each bucket of what a feature is the rate of the rate. */
    FrozenKeys.OfRates frozen(String feature) {
        return all.stream()
                .filter(kept -> kept.region.name().equals(Kept.name(feature)))
                .findFirst()
                .orElseThrow()
                .frozen();
    }

    /** Takes in the labels of an event, as it came. */
    void observe(Example example) {
        for (Kept kept : all) {
            for (int i = 0; i < example.labels().length; i++) {
                if (example.tasks()[i] == kept.position && !Float.isNaN(example.labels()[i])) {
                    kept.observe((int) example.numbers()[kept.number], example.labels()[i], example.weight(i));
                }
            }
        }
    }

    /** The means of one feature. */
    private static final class Kept {
        private final int number; // among the numbers
        private final int position; // of the task
        private final Task task;
        private final boolean isOfOdds;
        private final double prior;
        private final Region region;
        private final int total; // where those over all events are

        Kept(int number, Feature.Rate rate, FeatureMap map) {
            this.number = number;
            position = map.tasks().stream().map(Task::name).toList().indexOf(rate.task());
            task = map.tasks().get(position);
            isOfOdds = task.loss().isClassification() && task.loss().outputs() == 1;
            prior = rate.prior();
            total = 2 * Feature.Rate.keys(map.buckets());
            region = new Region(name(rate.name()), new float[total + 2]);
        }

        private static String name(String feature) {
            return "rate " + feature;
        }

        FrozenKeys.OfRates frozen() {
            float[] rates = new float[total / 2];
            for (int bucket = 0; bucket < rates.length; bucket++) {
                rates[bucket] = rate(bucket);
            }
            int[] seen = IntStream.range(0, rates.length)
                    .filter(bucket -> region.values()[2 * bucket + 1] > 0)
                    .toArray();
            return new FrozenKeys.OfRates(rates, seen);
        }

        Region region() {
            return region;
        }

        void observe(int bucket, float label, float weight) {
            float learned = task.transform().apply(label);
            add(2 * bucket, learned, weight);
            add(total, learned, weight);
        }

        private void add(int at, float label, float weight) {
            float[] means = region.values();
            float sum = Math.min(means[at + 1] + weight, MOST);
            means[at] += sum > 0 ? (label - means[at]) * Math.min(1, weight / sum) : 0;
            means[at + 1] = sum;
            region.mark(at, at + 2);
        }

        float rate(int bucket) {
            float[] means = region.values();
            double weight = means[total + 1];
            double overall = isOfOdds ? (means[total] * weight + 0.5) / (weight + 1) : means[total];
            double labels = means[2 * bucket + 1];
            double own = (means[2 * bucket] * labels + prior * overall) / (labels + prior);
            return (float) (isOfOdds ? logOdds(own) - logOdds(overall) : own - overall);
        }

        private static double logOdds(double rate) {
            double bounded = Math.max(CERTAIN, Math.min(1 - CERTAIN, rate));
            return StrictMath.log(bounded) - StrictMath.log1p(-bounded);
        }
    }
}
