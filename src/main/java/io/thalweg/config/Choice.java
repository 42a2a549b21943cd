package io.thalweg.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One of several kinds of something, with its settings: {@code adagrad}, or {@code { type: adagrad, rate: 0.05 }}. */
record Choice(String type, Block settings) {
    /** @param kinds the settings' keys of each allowed type, in the order in which messages name them */
    static Optional<Choice> of(Value value, Map<String, List<String>> kinds) {
        List<String> types = List.copyOf(kinds.keySet());
        if (!value.isBlock()) {
            return value.choice(types).map(type -> new Choice(type, Block.empty(value)));
        }
        Value named = Block.ofNames(value, "setting").require("type", "one of " + String.join(", ", types));
        if (named == null) {
            return Optional.empty();
        }
        return named.choice(types)
                .map(type -> new Choice(
                        type,
                        Block.of(
                                value,
                                Stream.concat(Stream.of("type"), kinds.getOrDefault(type, List.of()).stream())
                                        .toList())));
    }
}
