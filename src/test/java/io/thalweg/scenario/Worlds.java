package io.thalweg.scenario;

import io.thalweg.batch.BatchSettings;
import io.thalweg.encoder.Encoder;
import io.thalweg.encoder.Mean;
import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.ingest.Source;
import io.thalweg.lane.LaneSettings;
import io.thalweg.loss.Huber;
import io.thalweg.loss.Logistic;
import io.thalweg.loss.Softmax;
import io.thalweg.model.ModelSettings;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A made-up shop: two categories, a sequence, two numbers, and tasks click, dwell and stars. */
public final class Worlds {
    public static final int BUCKETS = 256;
    private static final int CLASSES = 4;

    private Worlds() {}

    public static List<Task> tasks() {
        return List.of(
                new Task("click", new Logistic(), new LabelTransform.Identity(), 1),
                new Task("dwell", new Huber(1), new LabelTransform.Log1p(), 0.5),
                new Task("stars", new Softmax(CLASSES), new LabelTransform.Identity(), 1));
    }

    public static FeatureMap map() {
        return map(4, new Mean());
    }

    public static FeatureMap map(List<Task> tasks) {
        return map(tasks, 4, new Mean());
    }

    /** The same with a history of so many items that is encoded in this way, or with an image. */
    public static FeatureMap map(int length, Encoder encoder) {
        return map(tasks(), length, encoder);
    }

    private static FeatureMap map(List<Task> tasks, int length, Encoder encoder) {
        List<Feature> features = new ArrayList<>(List.of(
                new Feature.Category("user", 0, 3),
                new Feature.Category("item", 1, 2),
                new Feature.Count("visits", List.of(new Feature.Category("user", 0, 3)), 2),
                new Feature.Numeric("price", 3, false, true),
                new Feature.Numeric("age", 4, true, false)));
        features.addAll(3, Encoders.features(new Feature.Sequence("history", 2, "item", length, 2), encoder));
        return new FeatureMap(features, tasks, List.of(), BUCKETS);
    }

    public static ModelSettings hard(Optimiser optimiser) {
        return new ModelSettings(new Sharing.Hard(), List.of(8, 6), List.of(), true, optimiser, optimiser, 7);
    }

    public static Optimiser adaGrad() {
        return new Optimiser.AdaGrad(0.05, 1e-8, 0);
    }

    public static LaneSettings lane(ModelSettings model) {
        return new LaneSettings(
                map(), model, new BatchSettings(16, 60_000, BatchSettings.Schedule.EACH), 200, 100, 100, 50, "a test");
    }

    /** Labelled examples with planted regularities, about {@code one in 5} labels of each task missing. */
    public static List<Example> examples(int count, long seed) {
        var random = new SplittableRandom(seed);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            examples.add(example(random, i));
        }
        return examples;
    }

    private static Example example(SplittableRandom random, int i) {
        int user = random.nextInt(20);
        int item = random.nextInt(40);
        int[] history = random.ints(random.nextInt(5), 0, 40).toArray();
        float[] numbers = {
            (float) random.nextDouble(5, 50),
            random.nextInt(10) == 0 ? Float.NaN : (float) StrictMath.log1p(random.nextInt(90))
        };
        boolean click = random.nextDouble() < (user % 2 == 0 ? 0.6 : 0.05) + (item % 2 == 0 ? 0.3 : 0);
        float[] labels = {
            click ? 1 : 0, (float) (random.nextDouble() * 10 * (1 + item % 4)), (item + random.nextInt(2)) % CLASSES
        };
        for (int task = 1; task < labels.length; task++) {
            if (random.nextInt(5) == 0) {
                labels[task] = Float.NaN;
            }
        }
        byte[] key = ("event-" + i).getBytes(StandardCharsets.UTF_8);
        return new Example(
                map().fingerprint(),
                key,
                1_600_000_000_000L + i * 1_000L,
                new Source("shop", 0, i),
                new int[] {user, 100 + item, user},
                new int[][] {history},
                numbers,
                new int[] {0, 1, 2},
                labels,
                new float[0]);
    }

    /** The same event with no label known for {@code tasks}. */
    public static Example without(Example example, int... tasks) {
        float[] labels = example.labels().clone();
        for (int task : tasks) {
            labels[task] = Float.NaN;
        }
        return with(example, labels);
    }

    /** The same event as a request. */
    public static Example request(Example example) {
        return with(example, new float[0]);
    }

    /** The same event with other labels. */
    public static Example with(Example example, float[] labels) {
        return new Example(
                example.layout(),
                example.key(),
                example.time(),
                example.source(),
                example.categories(),
                example.sequences(),
                example.numbers(),
                example.tasks(),
                labels,
                example.weights());
    }
}
