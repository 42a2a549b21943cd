package io.thalweg.config;

import io.thalweg.sharing.Attention;
import io.thalweg.sharing.Auto;
import io.thalweg.sharing.CrossStitch;
import io.thalweg.sharing.Hierarchical;
import io.thalweg.sharing.Kernel;
import io.thalweg.sharing.Ple;
import io.thalweg.sharing.Relation;
import io.thalweg.sharing.Sharing;
import io.thalweg.sharing.Sluice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How tasks share, at {@code model.sharing:}. */
final class SharingSection {
    private static final Sharing USUAL = new Sharing.Hard();
    private static final Map<String, List<String>> KINDS = kinds();

    private SharingSection() {}

    private static Map<String, List<String>> kinds() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("independent", List.of());
        kinds.put("hard", List.of());
        kinds.put("mmoe", List.of("experts"));
        kinds.put("cgc", List.of("own-experts", "shared-experts"));
        kinds.put("ple", List.of("levels", "own-experts", "shared-experts"));
        kinds.put("hierarchical", List.of("groups"));
        kinds.put("cross-stitch", List.of("rate-multiple"));
        kinds.put("attention", List.of("penalty"));
        kinds.put("auto", List.of("candidates", "significance"));
        kinds.put("sluice", List.of("rate-multiple", "penalty"));
        kinds.put("soft", SoftSetting.KEYS);
        kinds.put("relation", List.of("by", "strength", "every", "warm-up", "coupling"));
        kinds.put("kernel", List.of("bandwidth", "mu"));
        return kinds;
    }

    /** Every word for a way of sharing. */
    static List<String> words() {
        return List.copyOf(KINDS.keySet());
    }

    /** Whether the tasks are those that the sharing speaks of; complains where they are not. */
    static boolean suits(@Nullable Value value, Sharing sharing, List<String> tasks) {
        if (value != null && sharing instanceof Auto auto) {
            return auto.candidates().stream().allMatch(one -> suits(value, one, tasks));
        }
        if (value == null || !(sharing instanceof Hierarchical hierarchical)) {
            return true;
        }
        List<String> named =
                hierarchical.groups().values().stream().flatMap(List::stream).toList();
        for (String name : named) {
            if (!tasks.contains(name)) {
                value.complain(
                        "has a group with task '%s', but there is no such task%s; there are %s",
                        name, Nearest.hint(name, tasks), String.join(", ", tasks));
            }
        }
        for (String task : tasks) {
            if (!named.contains(task)) {
                value.complain("has no group with task '%s'; every task is in exactly one, add it to one", task);
            }
        }
        return named.containsAll(tasks);
    }

    /** The sharing that is written, {@code hard} where none is. */
    static Sharing read(@Nullable Value value, List<Integer> shared, List<Integer> task) {
        Optional<Choice> choice = value == null ? Optional.empty() : Choice.of(value, KINDS);
        if (value == null || choice.isEmpty()) {
            return USUAL;
        }
        Sharing made = value.make(() -> {
            Sharing asked = make(choice.get().type(), choice.get().settings(), one -> read(one, shared, task));
            asked.requireLayers(shared);
            asked.requireTaskLayers(task);
            return asked;
        });
        return made == null ? USUAL : made;
    }

    private static Sharing make(String type, Block block, Function<Value, Sharing> others) {
        return switch (type) {
            case "independent" -> new Sharing.Independent();
            case "mmoe" -> new Sharing.Mmoe((int) block.whole("experts", 4, 2, 64));
            case "cgc" -> ple(block, 1);
            case "ple" -> ple(block, (int) block.whole("levels", 2, 2, 8));
            case "hierarchical" -> hierarchical(block);
            case "cross-stitch" -> new CrossStitch(block.number("rate-multiple", 10));
            case "attention" -> new Attention(block.number("penalty", 0.1));
            case "soft" -> SoftSetting.read(block);
            case "relation" -> new Relation(relation(block));
            case "kernel" -> new Kernel(block.number("bandwidth", 3), block.number("mu", 1));
            case "sluice" -> new Sluice(block.number("rate-multiple", 10), block.number("penalty", 0.01));
            case "auto" -> auto(block, others);
            default -> USUAL;
        };
    }

    private static Sharing auto(Block block, Function<Value, Sharing> others) {
        Value value = block.get("candidates");
        List<Sharing> candidates = value == null
                ? List.of(USUAL, new Sharing.Independent())
                : value.items().stream().map(others).toList();
        if (value != null && candidates.stream().distinct().count() < candidates.size()) {
            value.complain("has one twice; there would be nothing to choose between them");
        }
        return new Auto(candidates, block.number("significance", 0.01));
    }

    private static Relation.By relation(Block block) {
        List<String> ways = List.of("covariance", "perceptron");
        Value value = block.get("by");
        String by = value == null ? ways.get(0) : value.choice(ways).orElse(ways.get(0));
        if (by.equals("perceptron")) {
            block.refuse(List.of("strength", "every", "warm-up"), "is for a relation that is learned, by covariance");
            return new Relation.Perceptron(block.number("coupling", 1));
        }
        block.refuse(List.of("coupling"), "is for a fixed relation, by perceptron");
        return new Relation.Covariance(
                block.number("strength", 0.0003), (int) block.whole("every", 50, 1, 100_000), (int)
                        block.whole("warm-up", 100, 1, 1_000_000));
    }

    private static Sharing hierarchical(Block block) {
        Value value = block.require("groups", "lists of tasks by name, such as { engagement: [click, dwell] }");
        if (value == null) {
            return USUAL;
        }
        Map<String, List<String>> groups = new LinkedHashMap<>();
        Block.ofNames(value, "group")
                .values()
                .forEach((name, tasks) ->
                        groups.put(name, tasks.items().stream().map(Value::text).toList()));
        return new Hierarchical(groups);
    }

    private static Ple ple(Block block, int levels) {
        return new Ple(
                levels, (int) block.whole("own-experts", 1, 1, 32), (int) block.whole("shared-experts", 2, 1, 32));
    }
}
