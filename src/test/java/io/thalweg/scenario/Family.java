package io.thalweg.scenario;

import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.ingest.Source;
import io.thalweg.loss.Logistic;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Tasks of two kinds: those whose name begins with {@code a} like what the others dislike, each a little in its own
 * way. User and item decide.
 */
public final class Family {
    private static final int USERS = 30;
    private static final int ITEMS = 20;

    private final long seed;
    private final SplittableRandom random;
    private final double[] users;
    private final double[] items;

    public Family(long seed) {
        this.seed = seed;
        random = new SplittableRandom(seed);
        users = random.doubles(USERS, -2, 2).toArray();
        items = random.doubles(ITEMS, -2, 2).toArray();
    }

    public static FeatureMap map(String... tasks) {
        List<Task> all = new ArrayList<>();
        for (String task : tasks) {
            all.add(new Task(task, new Logistic(), new LabelTransform.Identity(), 1));
        }
        List<Feature> features = List.of(new Feature.Category("user", 0, 6), new Feature.Category("item", 1, 6));
        return new FeatureMap(features, all, List.of(), 64);
    }

    /** An event with a label for every task. */
    public Example next(FeatureMap map, long offset) {
        int user = random.nextInt(USERS);
        int item = random.nextInt(ITEMS);
        int[] tasks = new int[map.tasks().size()];
        float[] labels = new float[tasks.length];
        for (int task = 0; task < tasks.length; task++) {
            String name = map.tasks().get(task).name();
            double own = new SplittableRandom(seed ^ name.hashCode() ^ item * 977L).nextDouble(-0.5, 0.5);
            double odds = (name.startsWith("a") ? 1 : -1) * (users[user] + items[item]) + own;
            tasks[task] = task;
            labels[task] = random.nextDouble() < 1 / (1 + StrictMath.exp(-odds)) ? 1 : 0;
        }
        return new Example(
                map.fingerprint(),
                ("event-" + offset).getBytes(StandardCharsets.UTF_8),
                1_600_000_000_000L + offset * 100,
                new Source("family", 0, offset),
                new int[] {user, USERS + item},
                new int[0][],
                new float[0],
                tasks,
                labels,
                new float[0]);
    }
}
