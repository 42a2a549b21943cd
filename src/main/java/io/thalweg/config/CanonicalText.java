package io.thalweg.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** A configuration as YAML without comments and secrets. It can be loaded again once its secrets are put back. */
final class CanonicalText {
    private static final List<String> CLIENTS = List.of("kafka", "registry");
    private static final List<String> PLACES =
            List.of("app", "kafka", "registry", "topics", "checkpoints", "serve", "fusion");

    private final StringBuilder text = new StringBuilder();

    private CanonicalText() {}

    /** The whole file. */
    static String of(Block root) {
        CanonicalText canonical = new CanonicalText();
        root.values().forEach((key, value) -> canonical.write("", key, value));
        return canonical.text.toString();
    }

    /** Without what only says where things are, and what is served. */
    static String ofModel(Block root) {
        CanonicalText canonical = new CanonicalText();
        root.values().forEach((key, value) -> {
            if (!PLACES.contains(key)) {
                canonical.write("", key, value);
            }
        });
        return canonical.text.toString();
    }

    private void write(String indent, String key, Value value) {
        text.append(indent).append(quoted(key)).append(':');
        if (!value.isBlock()) {
            text.append(' ').append(inline(value)).append('\n');
            return;
        }
        Map<String, Value> values = Block.ofNames(value, "key").values();
        text.append(values.isEmpty() ? " {}\n" : "\n");
        values.forEach((name, child) -> write(indent + "  ", name, child));
    }

    private static String inline(Value value) {
        if (value.isBlock()) {
            return Block.ofNames(value, "key").values().entrySet().stream()
                    .map(entry -> quoted(entry.getKey()) + ": " + inline(entry.getValue()))
                    .collect(Collectors.joining(", ", "{ ", " }"));
        }
        if (value.isList()) {
            return value.items().stream().map(CanonicalText::inline).collect(Collectors.joining(", ", "[", "]"));
        }
        return scalar(value);
    }

    /** Where the environment may speak of secrets, its variables stay in their place. */
    private static String scalar(Value value) {
        if (Secrets.isSecret(value.path())) {
            return quoted(Secrets.HIDDEN);
        }
        String typed = ((ScalarNode) value.node()).getValue();
        if (CLIENTS.stream().anyMatch(client -> value.path().startsWith(client + "."))) {
            return quoted(Secrets.withoutUserInfo(typed));
        }
        return quoted(value.text().replace("${", "$${"));
    }

    static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./^][A-Za-z0-9_./^-]*")
                ? text
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
