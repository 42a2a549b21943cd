package io.thalweg.lane;

import io.thalweg.check.Require;
import io.thalweg.feature.Feature;
import io.thalweg.feature.Feature.Trait;
import io.thalweg.feature.FeatureMap;
import io.thalweg.model.EmbeddingLife;
import io.thalweg.task.After;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Whether a model can go on under another configuration, and what stands in the way.
 *
 * <p>Tasks and features, known by their names, may come, go and change places. What a step does may change as well:
 * rates, weights of tasks and their balance, gradients and calibrators between tasks, batches; what tasks that come
 * begin from; what is watched for drift, which then begins anew; and what is published when. A balance of another type
 * begins as if it had seen nothing; one with other settings goes on from what it has seen. All else that a model was
 * learned with must stay: it decides what the numbers mean. A thing that nobody has taught to evolve is in
 * {@link Shape} like all the others, and so in the way.
 */
public final class Evolution {
    /** Parts of a shape that are judged here one by one; any other one must be equal. */
    private static final List<String> JUDGED = List.of(
            Shape.FEATURES_AND_TASKS,
            Shape.LOSSES,
            Shape.EMBEDDINGS,
            Shape.SHARING,
            Shape.OPTIMISER,
            Shape.WIDE_OPTIMISER,
            Shape.BATCH,
            Shape.REGULARISE,
            Shape.LIFE,
            Shape.BALANCE,
            Shape.NEWCOMERS,
            Shape.DRIFT);

    private final List<String> obstacles = new ArrayList<>();

    private Evolution() {}

    /**
     * Everything that keeps a model learned with {@code before} from going on with {@code after}, a line for each, in
     * the words of the configuration: what it is, what it was and what it would be. Empty when nothing does.
     *
     * <p>Settings do not say which fields features and labels are read from; a field under another name is the same
     * feature to them.
     */
    public static List<String> obstacles(LaneSettings before, LaneSettings after) {
        Evolution evolution = new Evolution();
        evolution.judgeFeatures(before.map(), after.map(), Feature::definition);
        evolution.judgeTasks(before.map(), after.map());
        evolution.judgeSharing(before, after);
        evolution.judgeOptimisers(before, after);
        evolution.same(
                Shape.REGULARISE,
                before.model().regularisation().penalties(),
                after.model().regularisation().penalties());
        evolution.judgeLife(before.model().life(), after.model().life());
        evolution.judgeRest(before.shape(), after.shape());
        return List.copyOf(evolution.obstacles);
    }

    /**
     * That a model learned with {@code before} can go on with {@code after}.
     *
     * @param pending examples that wait to be learned from
     * @throws IllegalArgumentException if the settings do not allow it; names all obstacles
     * @throws IllegalStateException if any wait
     */
    static void require(LaneSettings before, LaneSettings after, int pending) {
        List<String> obstacles = obstacles(before, after);
        Require.that(
                obstacles.isEmpty(),
                "the model cannot go on with this configuration: %s",
                String.join("; ", obstacles));
        if (pending > 0) {
            throw new IllegalStateException(
                    "%d examples wait to be learned from; a lane evolves only when it is settled".formatted(pending));
        }
    }

    /**
     * Everything by which features or labels of the same name mean something else, a line for each. How long embeddings
     * are, what encodes sequences, what rates are drawn to, and how a label is learned, is the model's own affair.
     */
    static List<String> meanings(FeatureMap before, FeatureMap after) {
        Evolution evolution = new Evolution();
        evolution.judgeFeatures(before, after, Evolution::meaning);
        eachTask(
                before,
                after,
                (name, old, now) -> evolution.same(name + ".label", rule(before, old), rule(after, now)));
        return List.copyOf(evolution.obstacles);
    }

    private static List<Trait> meaning(Feature feature) {
        return feature.definition().stream()
                .filter(trait ->
                        !List.of(Trait.EMBEDDING, Trait.ENCODER, Trait.PRIOR).contains(trait.key()))
                .toList();
    }

    private void judgeFeatures(FeatureMap before, FeatureMap after, Function<Feature, List<Trait>> traits) {
        same("model.embedding.buckets", before.buckets(), after.buckets());
        for (Feature feature : after.features()) {
            before.features().stream()
                    .filter(old -> old.name().equals(feature.name()))
                    .forEach(old -> judge("features." + feature.name(), traits.apply(old), traits.apply(feature)));
        }
    }

    private void judge(String name, List<Trait> before, List<Trait> after) {
        if (!before.get(0).equals(after.get(0))) {
            same(
                    name + '.' + after.get(0).key(),
                    before.get(0).value(),
                    after.get(0).value());
            return;
        }
        for (int i = 1; i < after.size(); i++) {
            same(
                    name + '.' + after.get(i).key(),
                    before.get(i).value(),
                    after.get(i).value());
        }
    }

    private void judgeTasks(FeatureMap before, FeatureMap after) {
        eachTask(before, after, (name, origin, task) -> {
            Task old = before.tasks().get(origin);
            Task now = after.tasks().get(task);
            same(name + ".loss", old.loss(), now.loss());
            same(name + ".label.transform", old.transform(), now.transform());
            same(name + ".after", after(old), after(now));
            same(name + ".label", rule(before, origin), rule(after, task));
        });
    }

    private static List<String> after(Task task) {
        return task.after().stream().map(After::meaning).toList();
    }

    /** A task of both maps: its key, and its position in each. */
    private interface Both {
        void judge(String name, int before, int after);
    }

    private static void eachTask(FeatureMap before, FeatureMap after, Both both) {
        for (int task = 0; task < after.tasks().size(); task++) {
            String name = after.tasks().get(task).name();
            for (int origin = 0; origin < before.tasks().size(); origin++) {
                if (before.tasks().get(origin).name().equals(name)) {
                    both.judge("tasks." + name, origin, task);
                }
            }
        }
    }

    /** From a field's number to the label; not in a map that only learns what others have read. */
    private static String rule(FeatureMap map, int task) {
        return map.labels().stream()
                .filter(label -> label.task() == task)
                .map(label -> label.rule().toString())
                .findFirst()
                .orElse("unknown");
    }

    /** By what both say of the tasks that both have. */
    private void judgeSharing(LaneSettings before, LaneSettings after) {
        List<String> old = before.map().tasks().stream().map(Task::name).toList();
        List<String> both = after.map().tasks().stream()
                .map(Task::name)
                .filter(old::contains)
                .toList();
        same(
                Shape.SHARING,
                before.model().sharing().among(both),
                after.model().sharing().among(both));
    }

    private void judgeOptimisers(LaneSettings before, LaneSettings after) {
        var old = before.model();
        var now = after.model();
        if (!now.optimiser().continues(old.optimiser())) {
            add(Shape.OPTIMISER, old.optimiser(), now.optimiser());
        }
        if (!now.wideOptimiser().continues(old.wideOptimiser())) {
            add(Shape.WIDE_OPTIMISER, old.wideOptimiser(), now.wideOptimiser());
        }
    }

    private void judgeLife(EmbeddingLife before, EmbeddingLife after) {
        same("model.embedding.admit-after", before.admitAfter(), after.admitAfter());
        same("model.embedding.evict-after", shown(before.evictAfter()), shown(after.evictAfter()));
        same("model.embedding.capacity", shown(before.capacity()), shown(after.capacity()));
    }

    private static String shown(long setting) {
        return setting == 0 ? "not there" : String.valueOf(setting);
    }

    private void judgeRest(Shape before, Shape after) {
        for (int i = 0; i < after.parts().size(); i++) {
            Shape.Part part = after.parts().get(i);
            if (!JUDGED.contains(part.key())) {
                same(part.key(), before.parts().get(i).value(), part.value());
            }
        }
    }

    private void same(String what, Object before, Object after) {
        if (!before.equals(after)) {
            add(what, before, after);
        }
    }

    private void add(String what, Object before, Object after) {
        obstacles.add("%s was %s, is now %s".formatted(what, before, after));
    }
}
