package io.thalweg.config;

import io.thalweg.loss.Focal;
import io.thalweg.loss.Hinge;
import io.thalweg.loss.Huber;
import io.thalweg.loss.Logistic;
import io.thalweg.loss.Loss;
import io.thalweg.loss.Poisson;
import io.thalweg.loss.Quantile;
import io.thalweg.loss.Softmax;
import io.thalweg.loss.Squared;
import io.thalweg.loss.ZeroInflatedLogNormal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code loss:} of a task: {@code logistic}, or {@code { type: quantile, quantile: 0.9 }}. */
final class LossSetting {
    private static final Loss FALLBACK = new Squared();
    private static final Map<String, List<String>> KINDS = kinds();

    private LossSetting() {}

    private static Map<String, List<String>> kinds() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("logistic", List.of());
        kinds.put("softmax", List.of("classes"));
        kinds.put("focal", List.of("gamma"));
        kinds.put("hinge", List.of());
        kinds.put("squared", List.of());
        kinds.put("huber", List.of("delta"));
        kinds.put("quantile", List.of("quantile"));
        kinds.put("poisson", List.of());
        kinds.put("zero-inflated-log-normal", List.of());
        return kinds;
    }

    /** That of a task's block. */
    static Loss read(Block task) {
        Value value = task.require("loss", "one of " + String.join(", ", KINDS.keySet()));
        Optional<Choice> choice = value == null ? Optional.empty() : Choice.of(value, KINDS);
        if (value == null || choice.isEmpty()) {
            return FALLBACK;
        }
        Loss made = make(value, choice.get().type(), choice.get().settings());
        return made == null ? FALLBACK : made;
    }

    private static @Nullable Loss make(Value value, String type, Block settings) {
        return switch (type) {
            case "logistic" -> new Logistic();
            case "softmax" -> softmax(value, settings);
            case "focal" -> value.make(() -> new Focal(settings.number("gamma", 2)));
            case "hinge" -> new Hinge();
            case "huber" -> value.make(() -> new Huber(settings.number("delta", 1)));
            case "quantile" -> quantile(value, settings);
            case "poisson" -> new Poisson();
            case "zero-inflated-log-normal" -> new ZeroInflatedLogNormal();
            default -> FALLBACK;
        };
    }

    private static @Nullable Loss softmax(Value value, Block settings) {
        if (settings.get("classes") == null) {
            value.complain("needs the number of classes: { type: softmax, classes: 5 } for labels from 0 to 4");
            return null;
        }
        int classes = (int) settings.whole("classes", 2, 2, 1_000);
        return value.make(() -> new Softmax(classes));
    }

    private static @Nullable Loss quantile(Value value, Block settings) {
        if (settings.get("quantile") == null) {
            value.complain(
                    "needs the quantile: { type: quantile, quantile: 0.9 } for what 9 of 10 labels do not exceed,"
                            + " 0.5 for the median");
            return null;
        }
        return value.make(() -> new Quantile(settings.number("quantile", 0.5)));
    }
}
