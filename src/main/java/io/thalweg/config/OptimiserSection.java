package io.thalweg.config;

import io.thalweg.optimiser.Optimiser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The {@code optimiser:} block. */
final class OptimiserSection {
    private static final Optimiser USUAL = new Optimiser.AdaGrad(0.05, 1e-8, 0);
    private static final Map<String, List<String>> KINDS = kinds();

    private OptimiserSection() {}

    private static Map<String, List<String>> kinds() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("adagrad", List.of("rate", "epsilon", "start"));
        kinds.put("adam", List.of("rate", "beta1", "beta2", "epsilon"));
        kinds.put("ftrl", List.of("rate", "beta", "l1", "l2"));
        kinds.put("sgd", List.of("rate"));
        return kinds;
    }

    static Optimiser read(Block root) {
        Value value = root.get("optimiser");
        Optional<Choice> choice = value == null ? Optional.empty() : Choice.of(value, KINDS);
        if (value == null || choice.isEmpty()) {
            return USUAL;
        }
        Optimiser made = value.make(maker(choice.get().type(), choice.get().settings()));
        return made == null ? USUAL : made;
    }

    private static Supplier<Optimiser> maker(String type, Block block) {
        return switch (type) {
            case "adam" ->
                () -> new Optimiser.Adam(
                        block.number("rate", 0.001),
                        block.number("beta1", 0.9),
                        block.number("beta2", 0.999),
                        block.number("epsilon", 1e-8));
            case "ftrl" ->
                () -> new Optimiser.FtrlProximal(
                        block.number("rate", 0.1),
                        block.number("beta", 1),
                        block.number("l1", 0),
                        block.number("l2", 0));
            case "sgd" -> () -> new Optimiser.Sgd(block.number("rate", 0.05));
            default ->
                () -> new Optimiser.AdaGrad(
                        block.number("rate", 0.05), block.number("epsilon", 1e-8), block.number("start", 0));
        };
    }
}
