package io.thalweg.config;

import io.thalweg.feature.Feature;
import io.thalweg.model.ModelSettings;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.regularise.Penalty;
import io.thalweg.regularise.Regularisation;
import io.thalweg.regularise.Regularisation.On;
import io.thalweg.task.Task;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code model.regularise}, a list of what pays how much, and {@code model.clip}. */
final class RegulariseSection {
    private static final List<String> KEYS = List.of("on", "l1", "l2", "group");
    private static final List<String> WORDS =
            Stream.of(On.values()).map(On::word).toList();

    private RegulariseSection() {}

    static Regularisation read(Block root) {
        Block model = root.child("model", ModelSection.KEYS);
        Map<On, Penalty> penalties = new LinkedHashMap<>();
        Value value = model.get("regularise");
        List<Value> items = value == null ? List.of() : value.items();
        items.forEach(item -> add(item, penalties));
        Value clip = model.get("clip");
        double longest = clip == null ? 0 : clip.number(0);
        if (clip != null && !(longest > 0 && longest <= Regularisation.LONGEST)) {
            clip.complain("must be above 0, at most %s, got %s", Regularisation.LONGEST, clip.shown());
            longest = 0;
        }
        double checked = longest;
        Regularisation made = value == null ? null : value.make(() -> new Regularisation(penalties, checked));
        return made == null ? new Regularisation(Collections.emptyMap(), checked) : made;
    }

    private static void add(Value item, Map<On, Penalty> penalties) {
        Block block = Block.of(item, KEYS);
        Value on = block.require("on", "what pays: " + String.join(", ", WORDS));
        Penalty penalty = item.isBlock()
                ? item.make(() -> new Penalty(block.number("l1", 0), block.number("l2", 0), block.number("group", 0)))
                : null;
        if (on == null || penalty == null) {
            return;
        }
        for (Value word : on.items()) {
            word.choice(WORDS).map(WORDS::indexOf).ifPresent(index -> {
                if (penalties.putIfAbsent(On.values()[index], penalty) != null) {
                    word.complain("says '%s' a second time; keep one", WORDS.get(index));
                }
            });
        }
    }

    /** Complains where nothing would pay, or not what is meant. */
    static void requireSense(Block root, ModelSettings model, List<Feature> features, List<Task> tasks) {
        Value value = root.child("model", ModelSection.KEYS).get("regularise");
        if (value == null || tasks.isEmpty()) {
            return;
        }
        model.regularisation().penalties().forEach((on, penalty) -> {
            String why = nothingThere(on, model, features);
            if (why == null && penalty.group() > 0) {
                why = noGroup(on, model, tasks);
            }
            if (why == null && optimiser(on, model) instanceof Optimiser.FtrlProximal) {
                why = "ftrl makes them of its sums at each step, and would undo it; use the l1 and l2 of ftrl itself";
            }
            if (why != null) {
                value.complain("is on %s, but %s", on.word(), why);
            }
        });
    }

    private static Optimiser optimiser(On on, ModelSettings model) {
        return on == On.LINEAR ? model.wideOptimiser() : model.optimiser();
    }

    private static @Nullable String nothingThere(On on, ModelSettings model, List<Feature> features) {
        if (on == On.LINEAR) {
            return model.wide() ? null : "model.wide is false";
        }
        if (model.isLinear()) {
            return "model.layers are empty, and all weights are linear";
        }
        if (on == On.TRUNK && model.shared().isEmpty()) {
            return "model.layers.shared has no layers";
        }
        boolean isEncoded = features.stream()
                .anyMatch(feature -> feature instanceof Feature.Image
                        || feature instanceof Feature.Sequence sequence && sequence.isEncoded());
        return on == On.ENCODERS && !isEncoded ? "no feature has an encoder that learns" : null;
    }

    private static @Nullable String noGroup(On on, ModelSettings model, List<Task> tasks) {
        if (tasks.size() == 1) {
            return "group is over tasks, and there is only one; use l1";
        }
        if (on == On.HEADS && !model.headsReadTheSame(tasks)) {
            return "group is over tasks, and with this model.sharing their heads do not read the same numbers, so that"
                    + " rows have nothing in common";
        }
        return on == On.EMBEDDINGS && !model.tasksHaveEmbeddings(tasks)
                ? "group is over tasks, and with this model.sharing they have the same embeddings; use l1"
                : null;
    }
}
