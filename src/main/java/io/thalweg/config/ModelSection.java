package io.thalweg.config;

import io.thalweg.feature.Feature;
import io.thalweg.model.EmbeddingLife;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.sharing.Newcomers;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code model:} block but for what the optimiser adds.
 *
 * @param life of rows of tables
 * @param wideBlock the optimiser written at {@code wide:}, if any
 * @param newcomers what tasks that are added later begin from
 */
record ModelSection(
        Sharing sharing,
        int buckets,
        int dimension,
        EmbeddingLife life,
        List<Integer> shared,
        List<Integer> task,
        boolean wide,
        @Nullable Value wideBlock,
        Newcomers newcomers) {
    static final List<String> KEYS =
            List.of("sharing", "embedding", "layers", "wide", "newcomers", "regularise", "clip");
    private static final List<Integer> SHARED = List.of(64);

    static ModelSection read(Block root) {
        Block model = root.child("model", KEYS);
        Block embedding =
                model.child("embedding", List.of("buckets", "dimension", "admit-after", "evict-after", "capacity"));
        Block layers = model.child("layers", List.of("shared", "task"));
        List<Integer> shared = widths(layers, "shared", SHARED);
        List<Integer> task = widths(layers, "task", List.of());
        Value value = model.get("wide");
        Value wideBlock = value != null && value.isBlock() ? value : null;
        boolean wide = wideBlock != null || model.flag("wide", true);
        if (value != null && !wide && shared.isEmpty() && task.isEmpty()) {
            value.complain("is false, and there are no model.layers: nothing would be left of the model; set it to true"
                    + " or add layers");
        }
        Sharing sharing = SharingSection.read(model.get("sharing"), shared, task);
        int buckets = powerOfTwo(embedding.get("buckets"), 2, 1 << 28, 1 << 20);
        return new ModelSection(
                sharing,
                buckets,
                (int) embedding.whole("dimension", 8, 1, 1_024),
                new EmbeddingLife(
                        embedding.whole("admit-after", 1, 1, EmbeddingLife.MOST_SIGHTS),
                        embedding.whole("evict-after", 0, 1, EmbeddingLife.MOST_OFFSETS),
                        capacity(embedding.get("capacity"), buckets)),
                shared,
                task,
                wide,
                wideBlock,
                NewcomersSection.read(model.get("newcomers"), shared.isEmpty() && task.isEmpty(), sharing));
    }

    /** Whether there are no layers, and so no embeddings either. */
    boolean isLinear() {
        return shared.isEmpty() && task.isEmpty();
    }

    /** The optimiser of the linear weights: the one written at {@code wide:}, or the one of everything else. */
    Optimiser wideOptimiser(int batchSize, Optimiser optimiser) {
        return wideBlock == null ? optimiser : OptimiserSection.of(wideBlock, batchSize, optimiser);
    }

    private static int powerOfTwo(@Nullable Value value, int least, int most, int usual) {
        if (value == null) {
            return usual;
        }
        long number = value.whole(usual, least, most);
        if (Long.bitCount(number) != 1 && number != usual) {
            value.complain("must be a power of two such as 2^20, got %s", value.shown());
            return usual;
        }
        return (int) number;
    }

    private static int capacity(@Nullable Value value, int buckets) {
        int capacity = powerOfTwo(value, EmbeddingLife.LEAST_CAPACITY, 1 << 28, 0);
        if (value != null && capacity >= buckets) {
            value.complain(
                    "allows %,d rows for %,d model.embedding.buckets, of which each has a row without it; take fewer rows,"
                            + " or leave it out",
                    capacity, buckets);
            return 0;
        }
        return capacity;
    }

    private static List<Integer> widths(Block layers, String key, List<Integer> usual) {
        Value value = layers.get(key);
        if (value == null) {
            return usual;
        }
        List<Integer> widths = new ArrayList<>();
        value.items().forEach(item -> widths.add((int) item.whole(1, 1, 4_096)));
        return widths;
    }

    /** Complains where the sharing speaks of other tasks, or a table would have more numbers than an array can hold. */
    void requireFits(Block root, List<Feature> features, List<Task> tasks, Optimiser optimiser, Optimiser ofWide) {
        Value value = root.get("model");
        features.forEach(feature -> requireLayers(root, feature));
        List<String> names = tasks.stream().map(Task::name).toList();
        Value written = value == null ? null : root.child("model", KEYS).get("sharing");
        if (!SharingSection.suits(written, sharing, names) || !suitsScores(written, tasks)) {
            return;
        }
        int sets = isLinear() ? 0 : sharing.sets(names);
        long longest = features.stream().mapToLong(ModelSection::length).max().orElse(0);
        long embedded = longest * sets * (1 + optimiser.slots());
        long linear = tasks.stream().mapToLong(one -> one.loss().outputs()).sum();
        long row = Math.max(embedded, wide ? linear * (1 + ofWide.slots()) : 0);
        int rows = life.capacity() == 0 ? buckets : life.capacity();
        if (value != null && row * rows > Integer.MAX_VALUE - 8) {
            value.complain(
                    "has a table of %,d rows of %,d numbers (parameters and the optimiser's state); allowed are 2^31"
                            + " numbers in all: take fewer buckets or a shorter embedding",
                    rows, row);
        }
    }

    private void requireLayers(Block root, Feature feature) {
        Value value = root.get("model");
        if (value != null
                && shared.isEmpty()
                && task.isEmpty()
                && (feature instanceof Feature.Image
                        || feature instanceof Feature.Sequence sequence && sequence.isEncoded())) {
            value.complain(
                    "has no layers, and so nothing that reads what an encoder makes of '%s'; add model.layers, or change"
                            + " features.%s",
                    feature.name(), feature.name());
        }
    }

    private boolean suitsScores(@Nullable Value written, List<Task> tasks) {
        return written == null
                || tasks.isEmpty()
                || written.make(() -> {
                            sharing.requireOutputs(tasks.stream()
                                    .map(one -> one.loss().outputs())
                                    .toList());
                            return sharing;
                        })
                        != null;
    }

    private static long length(Feature feature) {
        if (feature instanceof Feature.Categorical categorical) {
            return categorical.dimension();
        }
        return feature instanceof Feature.Sequence sequence ? sequence.dimension() : 0;
    }
}
