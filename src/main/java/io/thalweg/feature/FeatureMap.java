package io.thalweg.feature;

import io.thalweg.check.Require;
import io.thalweg.task.Precedence;
import io.thalweg.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What an example consists of, in order: the contract between the one who writes the train log and the one who learns
 * from it. {@link #fingerprint()} stands in every example, so that neither can misread the other.
 *
 * @param buckets rows of an embedding table, a power of two
 */
public record FeatureMap(List<Feature> features, List<Task> tasks, List<LabelColumn> labels, int buckets) {
    public FeatureMap {
        features = List.copyOf(features);
        tasks = List.copyOf(tasks);
        labels = List.copyOf(labels);
        requireUnique("feature", features.stream().map(Feature::name).toList());
        List<String> names = tasks.stream().map(Task::name).toList();
        requireUnique("task", names);
        Precedence.of(tasks);
        requireUnique("number", numerics(features).stream().map(Feature::name).toList());
        only(features, Feature.Rate.class)
                .forEach(rate -> Require.that(
                        names.contains(rate.task()),
                        "feature '%s' is the rate of task '%s', but the tasks are %s",
                        rate.name(),
                        rate.task(),
                        names));
        Require.that(
                buckets >= 2 && buckets <= 1 << 28 && Integer.bitCount(buckets) == 1,
                "model.embedding.buckets must be a power of two from 2 to 2^28, got %d",
                buckets);
        for (Feature feature : features) {
            if (feature instanceof Feature.Sequence sequence
                    && sequence.encoder().readsCandidate()) {
                candidate(features, sequence);
            }
        }
    }

    /** Position among the {@link #categoricals()} of the one that an encoder compares the items with. */
    public int candidate(Feature.Sequence sequence) {
        return candidate(features, sequence);
    }

    private static int candidate(List<Feature> features, Feature.Sequence sequence) {
        List<Feature.Categorical> categoricals = only(features, Feature.Categorical.class);
        for (int i = 0; i < categoricals.size(); i++) {
            Feature.Categorical one = categoricals.get(i);
            if (one.name().equals(sequence.vocabulary()) && one.dimension() == sequence.dimension()) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                ("features.%s: attention compares each item with a candidate, and there is no"
                                + " categorical feature '%s' with embeddings of %d")
                        .formatted(sequence.name(), sequence.vocabulary(), sequence.dimension()));
    }

    /** Parts of two maps are the same part when they have the same name. */
    private static void requireUnique(String what, List<String> names) {
        TreeSet<String> seen = new TreeSet<>();
        names.forEach(name -> Require.that(seen.add(name), "there are two %ss called '%s'", what, name));
    }

    /** The features with one bucket each, in the order of {@link Example#categories()}. */
    public List<Feature.Categorical> categoricals() {
        return only(Feature.Categorical.class);
    }

    /** In the order of {@link Example#sequences()}. */
    public List<Feature.Sequence> sequences() {
        return only(Feature.Sequence.class);
    }

    /** The features of numbers, whose parts are the {@link #numerics()}. */
    public List<Feature.Numbers> numbers() {
        return only(Feature.Numbers.class);
    }

    /** In the order of {@link Example#numbers()}. */
    public List<Feature.Numerical> numerics() {
        return numerics(features);
    }

    private static List<Feature.Numerical> numerics(List<Feature> features) {
        List<Feature.Numerical> parts = new ArrayList<>();
        only(features, Feature.Numbers.class).forEach(numbers -> parts.addAll(numbers.parts()));
        return parts;
    }

    /** Those of {@link #numbers()} that are arrays. */
    public List<Feature.Array> arrays() {
        return only(Feature.Array.class);
    }

    /** Those of {@link #numerics()} that are rates. */
    public List<Feature.Rate> rates() {
        return only(Feature.Rate.class);
    }

    /** Changes whenever an example of one map would be misread by another. */
    public int fingerprint() {
        StringBuilder text = new StringBuilder().append(buckets);
        categoricals().forEach(feature -> text.append('|').append(shape(feature)));
        sequences()
                .forEach(sequence -> text.append('|')
                        .append(sequence.name())
                        .append('~')
                        .append(sequence.vocabulary())
                        .append(sequence.length()));
        numerics().forEach(number -> text.append('|').append(shape(number)));
        tasks.forEach(task -> text.append("|task ").append(task.name()));
        byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
        long hash = Hash64.of(utf8, 0, utf8.length, 0);
        return (int) (hash ^ hash >>> 32);
    }

    private static String shape(Feature.Numerical feature) {
        if (feature instanceof Feature.Rate rate) {
            return rate.name() + '%' + rate.task() + shapes(rate.of());
        }
        return feature.name() + ((Feature.Numeric) feature).log1p();
    }

    private static String shape(Feature.Categorical feature) {
        if (feature instanceof Feature.Cross cross) {
            return cross.name() + shapes(cross.of());
        }
        if (feature instanceof Feature.Count count) {
            return count.name() + '#' + shapes(count.of());
        }
        return feature instanceof Feature.TimePart part ? part.name() + part.part() : feature.name();
    }

    private static List<String> shapes(List<Feature.Categorical> parts) {
        return parts.stream().map(FeatureMap::shape).toList();
    }

    private <F extends Feature> List<F> only(Class<F> kind) {
        return only(features, kind);
    }

    private static <F extends Feature> List<F> only(List<Feature> features, Class<F> kind) {
        List<F> found = new ArrayList<>();
        features.forEach(feature -> {
            if (kind.isInstance(feature)) {
                found.add(kind.cast(feature));
            }
        });
        return found;
    }
}
