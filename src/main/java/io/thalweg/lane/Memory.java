package io.thalweg.lane;

import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.model.Candidates;
import io.thalweg.model.EmbeddingLife;
import io.thalweg.model.Held;
import io.thalweg.model.ModelSettings;
import io.thalweg.tensor.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a lane keeps in memory of what it has learned and counted, whatever comes: all that its checkpoints are made of.
 * What waits in buffers, keys and the working space of a step come on top; they do not grow with the buckets.
 *
 * <p>Found without taking that memory: everything is on a straight line over the number of buckets, or over that of
 * rows where there are fewer, and the same classes are asked for two small numbers of them.
 */
public record Memory(List<Held> parts) {
    private static final int LOW = 2;
    private static final int HIGH = 4;

    public Memory {
        parts = List.copyOf(parts);
    }

    /** Of a lane with these settings. */
    public static Memory of(LaneSettings settings) {
        FeatureMap map = settings.map();
        int buckets = map.buckets();
        ModelSettings model = settings.model();
        List<Held> parts = new ArrayList<>(model(map, model));
        parts.addAll(line(map, buckets, some -> counted(new Counts(some).regions(), some.buckets())));
        int keys = Feature.Rate.keys(buckets);
        parts.addAll(line(map, keys, some -> counted(new Rates(some).regions(), some.buckets())));
        return new Memory(parts);
    }

    private static List<Held> model(FeatureMap map, ModelSettings model) {
        int rows = model.life().capacity();
        if (rows == 0) {
            return line(map, map.buckets(), some -> new Candidates(some, model, 1).held());
        }
        int low = EmbeddingLife.LEAST_CAPACITY;
        FeatureMap some = with(map, LOW);
        return line(
                low,
                new Candidates(some, model.with(model.life().withCapacity(low)), 1).held(),
                2 * low,
                new Candidates(some, model.with(model.life().withCapacity(2 * low)), 1).held(),
                rows);
    }

    private static List<Held> line(FeatureMap map, int buckets, Function<FeatureMap, List<Held>> held) {
        return line(LOW, held.apply(with(map, LOW)), HIGH, held.apply(with(map, HIGH)), buckets);
    }

    private static List<Held> line(int from, List<Held> low, int to, List<Held> high, int at) {
        List<Held> all = new ArrayList<>();
        for (int i = 0; i < low.size(); i++) {
            all.add(Held.extrapolate(from, low.get(i), to, high.get(i), at));
        }
        return all;
    }

    private static FeatureMap with(FeatureMap map, int buckets) {
        return new FeatureMap(map.features(), map.tasks(), map.labels(), buckets);
    }

    private static List<Held> counted(List<Region> regions, int rows) {
        return regions.stream()
                .map(region -> new Held(region.name(), rows, 0, 0, region.values().length))
                .toList();
    }

    public long bytes() {
        return parts.stream().mapToLong(Held::bytes).sum();
    }
}
