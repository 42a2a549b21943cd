package io.thalweg.scenario;

import io.thalweg.batch.BatchSettings;
import io.thalweg.drift.DriftSettings;
import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.ingest.Source;
import io.thalweg.lane.LaneSettings;
import io.thalweg.loss.Logistic;
import io.thalweg.model.ModelSettings;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Tasks whose relations are known because they were put there. What three of them speak of is one curve of the same
 * four numbers, with noise of each task's own:
 *
 * <ul>
 *   <li>{@code first} and {@code second} want it;
 *   <li>{@code opposed} wants the opposite, which is as good to share;
 *   <li>{@code rare} wants what {@code first} does, and has a label in one event of a hundred;
 *   <li>{@code conflict} has nothing to do with it: it depends on whether other numbers agree in sign.
 * </ul>
 */
public final class Planted {
    private static final int NUMBERS = 8;
    private static final long NOON = 1_700_000_000_000L;

    private Planted() {}

    public static FeatureMap map() {
        List<Feature> features = new ArrayList<>();
        for (int i = 0; i < NUMBERS; i++) {
            features.add(new Feature.Numeric("x" + i, i, false, false));
        }
        List<Task> tasks = List.of("first", "second", "opposed", "rare", "conflict").stream()
                .map(name -> new Task(name, new Logistic(), new LabelTransform.Identity(), 1))
                .toList();
        return new FeatureMap(features, tasks, List.of(), 2);
    }

    /** A trunk of eight units, which is enough for the curve and not for more. */
    public static LaneSettings lane(Sharing sharing, long seed) {
        return lane(sharing, seed, DriftSettings.NONE);
    }

    /** The same, watched. */
    public static LaneSettings lane(Sharing sharing, long seed, DriftSettings drift) {
        Optimiser optimiser = new Optimiser.AdaGrad(0.3, 1e-8, 1);
        var model = new ModelSettings(sharing, List.of(8), List.of(), true, optimiser, optimiser, seed);
        BatchSettings batch = new BatchSettings(8, 60_000, BatchSettings.Schedule.EACH);
        return new LaneSettings(
                map(), model, batch, 1_000_000, 1_000_000, 1_000, 0, drift, "planted " + sharing + drift);
    }

    public static List<Example> examples(int count, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count).mapToObj(i -> example(random, i)).toList();
    }

    /** The same, but {@code first} wants the opposite from event {@code turn} on. */
    public static List<Example> turning(int count, int turn, long seed) {
        List<Example> examples = examples(count, seed);
        examples.subList(turn, count).forEach(example -> example.labels()[0] = 1 - example.labels()[0]);
        return examples;
    }

    private static Example example(Random random, int i) {
        float[] x = new float[NUMBERS];
        for (int j = 0; j < NUMBERS; j++) {
            x[j] = (float) random.nextGaussian();
        }
        double curve = 2 * (Math.abs(x[0]) - Math.abs(x[1])) + 1.5 * (Math.abs(x[2] + x[3]) - 1.1);
        double agreement = 3 * Math.signum(x[4] * x[5]) + 3 * Math.signum(x[6] * x[7]);
        float[] labels = {
            label(random, curve),
            label(random, curve),
            label(random, -curve),
            label(random, curve),
            label(random, agreement)
        };
        if (random.nextInt(100) != 0) {
            labels[3] = Float.NaN;
        }
        return new Example(
                map().fingerprint(),
                null,
                NOON + i,
                new Source("planted", 0, i),
                new int[0],
                new int[0][],
                x,
                new int[] {0, 1, 2, 3, 4},
                labels,
                new float[0]);
    }

    private static float label(Random random, double logit) {
        return random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
    }
}
