package io.thalweg.config;

import io.thalweg.drift.Adwin;
import io.thalweg.drift.Detector;
import io.thalweg.drift.DriftSettings;
import io.thalweg.drift.FeatureDrift;
import io.thalweg.drift.PageHinkley;
import io.thalweg.drift.Reaction;
import io.thalweg.feature.Feature;
import io.thalweg.model.ModelSettings;
import io.thalweg.optimiser.Optimiser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code drift:} block: what is watched, and what is done when it has changed. */
final class DriftSection {
    private static final List<String> KEYS = List.of("loss", "labels", "features", "reaction");
    private static final Detector USUAL = new Adwin(0.002, 0.1);
    private static final int LONGEST_WINDOW = 10_000_000;
    private static final Map<String, List<String>> DETECTORS = new LinkedHashMap<>();
    private static final Map<String, List<String>> REACTIONS = new LinkedHashMap<>();

    static {
        DETECTORS.put("adwin", List.of("delta", "tolerance"));
        DETECTORS.put("page-hinkley", List.of("delta", "threshold", "forgetting"));
        REACTIONS.put("note", List.of());
        REACTIONS.put("raise-rate", List.of("times", "for"));
        REACTIONS.put("reset-head", List.of());
    }

    private DriftSection() {}

    static DriftSettings read(Block root, List<Feature> features) {
        Value value = root.get("drift");
        if (value == null) {
            return DriftSettings.NONE;
        }
        Block block = Block.of(value, KEYS);
        DriftSettings settings = new DriftSettings(
                Optional.ofNullable(block.get("loss")).map(DriftSection::detector),
                Optional.ofNullable(block.get("labels")).map(DriftSection::detector),
                Optional.ofNullable(block.get("features")).map(one -> features(one, features)),
                reaction(block.get("reaction")));
        if (value.isBlock() && settings.isNone()) {
            value.complain("watches nothing; give it loss, labels or features, or remove it");
        }
        return settings;
    }

    private static Detector detector(Value value) {
        Detector made = Choice.of(value, DETECTORS)
                .map(choice -> value.make(() -> detector(choice.type(), choice.settings())))
                .orElse(null);
        return made == null ? USUAL : made;
    }

    private static Detector detector(String type, Block settings) {
        return type.equals("adwin")
                ? new Adwin(settings.number("delta", 0.002), settings.number("tolerance", 0.1))
                : new PageHinkley(
                        settings.number("delta", 0.1),
                        settings.number("threshold", 100),
                        settings.number("forgetting", 0.9999));
    }

    private static FeatureDrift features(Value value, List<Feature> features) {
        Block block = Block.of(value, List.of("of", "numbers", "window", "threshold"));
        Value of = block.require("of", "the features to watch, such as [price, device]");
        List<String> names = new ArrayList<>();
        for (Value one : of == null ? List.<Value>of() : of.items()) {
            name(one, features).ifPresent(name -> {
                if (names.contains(name)) {
                    one.complain("is '%s' a second time; keep one", name);
                }
                names.add(name);
            });
        }
        if (of != null && of.isList() && of.items().isEmpty()) {
            of.complain("names no feature; give it one, or remove drift.features");
        }
        Value numbers = block.get("numbers");
        Detector detector = numbers == null ? USUAL : detector(numbers);
        int window = (int) block.whole("window", 10_000, 1_000, LONGEST_WINDOW);
        double threshold = block.number("threshold", 0.25);
        FeatureDrift made = value.make(() -> new FeatureDrift(names, detector, window, threshold));
        return made == null ? new FeatureDrift(names, detector, window, 1) : made;
    }

    private static Optional<String> name(Value value, List<Feature> features) {
        List<String> watchable = features.stream()
                .filter(feature -> feature instanceof Feature.Categorical || feature instanceof Feature.Numerical)
                .map(Feature::name)
                .toList();
        boolean isOfMany = features.stream().anyMatch(feature -> feature.name().equals(value.text()))
                && !watchable.contains(value.text());
        if (isOfMany) {
            value.complain("is '%s', which has many values in one event; watched are features of one", value.text());
            return Optional.empty();
        }
        return value.choice(watchable);
    }

    private static Reaction reaction(@Nullable Value value) {
        Reaction none = new Reaction.Note();
        Optional<Choice> choice = value == null ? Optional.empty() : Choice.of(value, REACTIONS);
        if (value == null || choice.isEmpty()) {
            return none;
        }
        Block settings = choice.get().settings();
        Reaction made = value.make(() -> switch (choice.get().type()) {
            case "raise-rate" ->
                new Reaction.RaiseRate(settings.number("times", 4), settings.whole("for", 5_000, 1, Long.MAX_VALUE));
            case "reset-head" -> new Reaction.ResetHead();
            default -> none;
        });
        return made == null ? none : made;
    }

    /** Complains where the reaction would never come, or do something else. */
    static void requireSense(Block root, DriftSettings drift, ModelSettings model) {
        Value value = root.child("drift", KEYS).get("reaction");
        if (value == null || drift.reaction() instanceof Reaction.Note) {
            return;
        }
        if (drift.loss().isEmpty()) {
            value.complain("is to a loss that has risen, and drift.loss is not watched; add it, or remove this");
        }
        boolean isOfSums = model.optimiser() instanceof Optimiser.FtrlProximal && !model.isLinear()
                || model.wideOptimiser() instanceof Optimiser.FtrlProximal;
        if (isOfSums && drift.reaction() instanceof Reaction.RaiseRate) {
            value.complain(
                    "is raise-rate, but ftrl makes parameters of its sums by the rate, so that another rate would"
                            + " change what has been learned; take reset-head, or sgd, adagrad or adam for optimiser and"
                            + " model.wide.optimiser");
        }
    }
}
