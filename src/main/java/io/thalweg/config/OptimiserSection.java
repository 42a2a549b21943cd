package io.thalweg.config;

import io.thalweg.optimiser.Optimiser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An optimiser, at {@code optimiser:} and at {@code model.wide:}.
 *
 * <p>AdaGrad's {@code start} is written in squared slopes of one example. The slopes of a batch are means, so it is
 * divided by the square of the batch's size: the same words mean the same whatever the size.
 */
final class OptimiserSection {
    private static final double USUAL_START = 0.1;
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

    static Optimiser read(Block root, int batchSize) {
        Value value = root.get("optimiser");
        Optimiser usual = adaGrad(0.05, 1e-8, USUAL_START, batchSize);
        return value == null ? usual : of(value, batchSize, usual);
    }

    /** The optimiser that {@code value} says, or {@code fallback} where it is not a good one. */
    static Optimiser of(Value value, int batchSize, Optimiser fallback) {
        Optional<Choice> choice = Choice.of(value, KINDS);
        if (choice.isEmpty()) {
            return fallback;
        }
        Optimiser made = value.make(maker(choice.get().type(), choice.get().settings(), batchSize));
        return made == null ? fallback : made;
    }

    private static Optimiser adaGrad(double rate, double epsilon, double start, int batchSize) {
        return new Optimiser.AdaGrad(rate, epsilon, start / ((double) batchSize * batchSize));
    }

    private static Supplier<Optimiser> maker(String type, Block block, int batchSize) {
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
                () -> adaGrad(
                        block.number("rate", 0.05),
                        block.number("epsilon", 1e-8),
                        block.number("start", USUAL_START),
                        batchSize);
        };
    }
}
