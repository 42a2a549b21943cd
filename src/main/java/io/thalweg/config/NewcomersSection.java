package io.thalweg.config;

import io.thalweg.sharing.Kernel;
import io.thalweg.sharing.Newcomers;
import io.thalweg.sharing.Relation;
import io.thalweg.sharing.Sharing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a task that is added later begins from, at {@code model.newcomers:}. */
final class NewcomersSection {
    private static final Newcomers USUAL = new Newcomers.Fresh();
    private static final Map<String, List<String>> KINDS = kinds();

    private NewcomersSection() {}

    private static Map<String, List<String>> kinds() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("fresh", List.of());
        kinds.put("reptile", List.of("every", "rate"));
        kinds.put("maml", List.of("steps", "rate-multiple"));
        kinds.put("nearest", List.of("labels"));
        return kinds;
    }

    /** What is written, {@code fresh} where nothing is. */
    static Newcomers read(@Nullable Value value, boolean isLinear, Sharing sharing) {
        Optional<Choice> choice = value == null ? Optional.empty() : Choice.of(value, KINDS);
        if (value == null || choice.isEmpty()) {
            return USUAL;
        }
        Newcomers made = value.make(() -> make(choice.get().type(), choice.get().settings()));
        boolean isOfLayers = made instanceof Newcomers.Reptile || made instanceof Newcomers.Maml;
        if (isOfLayers && isLinear) {
            value.complain(
                    "is %s, which learns where the tasks' own layers begin, and there are no model.layers: add"
                            + " some, or take nearest",
                    choice.get().type());
        }
        if (isOfLayers && (sharing instanceof Relation || sharing instanceof Kernel)) {
            value.complain(
                    "is %s, which learns where heads begin, and model.sharing makes them of one another or of"
                            + " a shared one: take nearest",
                    choice.get().type());
        }
        return made == null ? USUAL : made;
    }

    private static Newcomers make(String type, Block block) {
        return switch (type) {
            case "reptile" ->
                new Newcomers.Reptile((int) block.whole("every", 10, 1, 1_000_000), block.number("rate", 0.1));
            case "maml" ->
                new Newcomers.Maml((int) block.whole("steps", 5, 1, 1_000), block.number("rate-multiple", 1));
            case "nearest" -> new Newcomers.Nearest((int) block.whole("labels", 100, 1, 1_000_000));
            default -> USUAL;
        };
    }
}
