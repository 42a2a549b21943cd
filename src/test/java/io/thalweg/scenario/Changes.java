package io.thalweg.scenario;

import io.thalweg.encoder.Encoder;
import io.thalweg.encoder.ImageConv;
import io.thalweg.encoder.Mean;
import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.ingest.Source;
import io.thalweg.loss.Logistic;
import io.thalweg.loss.Loss;
import io.thalweg.loss.Softmax;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What can become of the features and tasks of a small shop that has a feature of every kind. */
public final class Changes {
    public static final int BUCKETS = 64;
    private static final Feature.Categorical USER = new Feature.Category("user", 0, 3);
    private static final Feature.Categorical ITEM = new Feature.Category("item", 1, 2);

    private final Encoder encoder;

    private Changes(Encoder encoder) {
        this.encoder = encoder;
    }

    /** One change, and what it makes of the shop. */
    public record Change(String name, FeatureMap after) {
        @Override
        public String toString() {
            return name;
        }
    }

    public static FeatureMap shop() {
        return shop(new Mean());
    }

    /** Whose sequence is encoded in this way. */
    public static FeatureMap shop(Encoder encoder) {
        return map(features(encoder), Worlds.tasks());
    }

    private static List<Feature> features(Encoder encoder) {
        List<Feature> features = new ArrayList<>(List.of(
                USER,
                new Feature.Numeric("price", 3, false, true),
                ITEM,
                new Feature.Cross("taste", List.of(USER, ITEM), 3),
                new Feature.TimePart("hour", 5, Feature.Part.HOUR, 2),
                new Feature.Count("visits", List.of(USER), 2),
                new Feature.Numeric("age", 4, true, false),
                new Feature.Count("sales", List.of(ITEM), 2),
                new Feature.Rate("watched.dwell", List.of(ITEM), "dwell", 4),
                new Feature.Rate("looked.dwell", List.of(USER, ITEM), "dwell", 0.5)));
        List<Feature> encoded = Encoders.features(new Feature.Sequence("history", 2, "item", 4, 2), encoder);
        features.add(6, encoded.get(0));
        features.addAll(encoded.subList(1, encoded.size()));
        return features;
    }

    /** Rates go with their tasks. */
    private static FeatureMap map(List<Feature> features, List<Task> tasks) {
        List<String> names = tasks.stream().map(Task::name).toList();
        features.removeIf(feature -> feature instanceof Feature.Rate rate && !names.contains(rate.task()));
        return new FeatureMap(features, tasks, List.of(), BUCKETS);
    }

    private static Task task(String name, Loss loss) {
        return new Task(name, loss, new LabelTransform.Identity(), 1);
    }

    public static Stream<Change> all() {
        return all(new Mean());
    }

    /** Of the shop whose sequence is encoded in this way. */
    public static Stream<Change> all(Encoder encoder) {
        Changes changes = new Changes(encoder);
        return Stream.of(changes.ofTasks(), changes.ofFeatures(), Stream.of(changes.everything()))
                .flatMap(some -> some);
    }

    private Stream<Change> ofTasks() {
        Task buy = task("buy", new Logistic());
        Task mood = task("mood", new Softmax(3));
        return Stream.of(
                tasks("nothing", tasks -> {}),
                tasks("a task behind the others", tasks -> tasks.add(buy)),
                tasks("a task before the others", tasks -> tasks.add(0, mood)),
                tasks("a task among the others", tasks -> tasks.add(1, mood)),
                tasks("the first task retired", tasks -> tasks.remove(0)),
                tasks("a middle task retired", tasks -> tasks.remove(1)),
                tasks("the last task retired", tasks -> tasks.remove(2)),
                tasks("one task retired and one added", tasks -> tasks.set(0, mood)),
                tasks("tasks in another order", Collections::reverse));
    }

    private Stream<Change> ofFeatures() {
        Feature.Categorical shelf = new Feature.Category("shelf", 6, 2);
        return Stream.of(
                features("a category added", features -> features.add(0, shelf)),
                features("a category in a table of its own", features -> features.add(new Feature.Category("x", 6, 5))),
                features("a category removed", features -> features.remove(0)),
                features(
                        "a table without features",
                        features ->
                                features.removeAll(List.of(USER, new Feature.Cross("taste", List.of(USER, ITEM), 3)))),
                features("a number added", features -> features.add(0, new Feature.Numeric("size", 6, false, true))),
                features("a number removed", features -> features.remove(1)),
                features(
                        "a sequence added",
                        features -> features.addAll(
                                0, Encoders.features(new Feature.Sequence("seen", 6, "item", 3, 2), other(encoder)))),
                features("a vector added", features -> features.add(0, vector())),
                features("a sequence removed", features -> features.remove(6)),
                features(
                        "a cross added",
                        features -> features.add(3, new Feature.Cross("place", List.of(shelf, ITEM), 2))),
                features("a cross removed", features -> features.remove(3)),
                features("a count added", features -> features.add(0, new Feature.Count("shown", List.of(shelf), 2))),
                features("a count removed", features -> features.remove(5)),
                features(
                        "a rate added",
                        features -> features.add(1, new Feature.Rate("sold.click", List.of(shelf), "click", 4))),
                features("a rate removed", features -> features.remove(9)),
                features(
                        "only numbers left",
                        features -> features.removeIf(feature -> !(feature instanceof Feature.Numbers))),
                features("no numbers left", features -> features.removeIf(Feature.Numbers.class::isInstance)),
                features("features in another order", Collections::reverse));
    }

    private static Feature vector() {
        return new Feature.Vector(new Feature.Numeric("taste vector", 6, false, true), 3);
    }

    /** That can stand beside {@code encoder}, which has the only picture. */
    private static Encoder other(Encoder encoder) {
        return encoder instanceof ImageConv ? new Mean() : encoder;
    }

    private Change everything() {
        List<Feature> features = features(encoder);
        Collections.reverse(features);
        features.remove(4);
        features.add(1, new Feature.Category("shelf", 6, 2));
        features.add(2, new Feature.Numeric("size", 6, false, true));
        List<Task> tasks = List.of(
                Worlds.tasks().get(2),
                task("mood", new Softmax(3)),
                Worlds.tasks().get(0));
        return new Change("everything at once", map(features, tasks));
    }

    private Change tasks(String name, Consumer<List<Task>> change) {
        List<Task> tasks = new ArrayList<>(Worlds.tasks());
        change.accept(tasks);
        return new Change(name, map(features(encoder), tasks));
    }

    private Change features(String name, Consumer<List<Feature>> change) {
        List<Feature> features = features(encoder);
        change.accept(features);
        return new Change(name, map(features, Worlds.tasks()));
    }

    /** Labelled examples with random contents for any features and tasks; offsets go on from {@code first}. */
    public static List<Example> examples(FeatureMap map, int first, int count, long seed) {
        var random = new SplittableRandom(seed);
        List<Example> examples = new ArrayList<>();
        for (int offset = first; offset < first + count; offset++) {
            examples.add(example(map, offset, random));
        }
        return examples;
    }

    private static float number(SplittableRandom random) {
        return random.nextInt(10) == 0 ? Float.NaN : (float) random.nextDouble(-1, 9);
    }

    private static Example example(FeatureMap map, int offset, SplittableRandom random) {
        int[][] sequences = new int[map.sequences().size()][];
        for (int i = 0; i < sequences.length; i++) {
            sequences[i] = random.ints(random.nextInt(4), 0, BUCKETS).toArray();
        }
        float[] numbers = new float[map.numerics().size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = map.numerics().get(i) instanceof Feature.Rate ? random.nextInt(BUCKETS) : number(random);
        }
        int[] tasks = new int[map.tasks().size()];
        float[] labels = new float[tasks.length];
        for (int task = 0; task < tasks.length; task++) {
            tasks[task] = task;
            labels[task] = task > 0 && random.nextInt(5) == 0 ? Float.NaN : random.nextInt(2);
        }
        return new Example(
                map.fingerprint(),
                ("event-" + offset).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                1_600_000_000_000L + offset * 1_000L,
                new Source("shop", 0, offset),
                random.ints(map.categoricals().size(), 0, BUCKETS).toArray(),
                sequences,
                numbers,
                tasks,
                labels,
                new float[0]);
    }

    /** The numbers of regions, by the regions' names. */
    public static Map<String, float[]> byName(List<Region> regions) {
        Map<String, float[]> byName = new LinkedHashMap<>();
        regions.forEach(region -> byName.put(region.name(), region.values()));
        return byName;
    }
}
