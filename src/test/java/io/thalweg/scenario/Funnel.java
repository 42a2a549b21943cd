package io.thalweg.scenario;

import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.ingest.Source;
import io.thalweg.loss.Logistic;
import io.thalweg.task.After;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Impressions of which one in ten is clicked, and one in ten of those ends in a purchase: how probable each step is, is
 * decided by user and item, who mean something else in each.
 */
public final class Funnel {
    private static final int USERS = 60;
    private static final int ITEMS = 40;
    private static final int BUCKETS = 128;

    private final SplittableRandom random;
    private final double[][] users = new double[2][USERS]; // of each step
    private final double[][] items = new double[2][ITEMS];
    private int offset;

    public Funnel(long seed) {
        random = new SplittableRandom(seed);
        for (int step = 0; step < 2; step++) {
            users[step] = random.doubles(USERS, -1.5, 1.5).toArray();
            items[step] = random.doubles(ITEMS, -1.5, 1.5).toArray();
        }
    }

    /** An impression with both labels, and the chances that they had. */
    public record Impression(Example example, double click, double purchase) {}

    /** Click, and purchase by whatever way after it. */
    public static FeatureMap map(List<After> after) {
        LabelTransform identity = new LabelTransform.Identity();
        List<Task> tasks = List.of(
                new Task("click", new Logistic(), identity, 1),
                new Task("purchase", new Logistic(), identity, 1, after));
        List<Feature> features = List.of(new Feature.Category("user", 0, 8), new Feature.Category("item", 1, 8));
        return new FeatureMap(features, tasks, List.of(), BUCKETS);
    }

    public Impression next() {
        int user = random.nextInt(USERS);
        int item = random.nextInt(ITEMS);
        double click = chance(0, user, item);
        double purchase = click * chance(1, user, item);
        boolean isClicked = random.nextDouble() < click;
        boolean isBought = random.nextDouble() * click < purchase && isClicked;
        Example example = new Example(
                map(List.of()).fingerprint(),
                ("impression-" + offset).getBytes(StandardCharsets.UTF_8),
                1_600_000_000_000L + offset * 100L,
                new Source("funnel", 0, offset++),
                new int[] {user, USERS + item},
                new int[0][],
                new float[0],
                new int[] {0, 1},
                new float[] {isClicked ? 1 : 0, isBought ? 1 : 0},
                new float[0]);
        return new Impression(example, click, purchase);
    }

    private double chance(int step, int user, int item) {
        return 1 / (1 + StrictMath.exp(2.7 - users[step][user] - items[step][item]));
    }
}
