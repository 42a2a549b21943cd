package io.thalweg.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The {@code kafka:} and {@code registry:} blocks, which go to the clients as they are; secrets in them come from
 * elsewhere.
 */
final class ClientSection {
    private ClientSection() {}

    /** The {@code kafka:} block without what would break the order or the exactly-once of the log. */
    static Map<String, Object> readKafka(Block root) {
        Value value = root.get("kafka");
        if (value == null) {
            return Map.of();
        }
        Block block = Block.ofNames(value, "client property");
        Value id = block.values().get("application.id");
        if (id != null) {
            id.complain("cannot be set: it is made of 'app' (thalweg.APP.route and thalweg.APP.learn); remove it");
        }
        Value guarantee = block.values().get("processing.guarantee");
        if (guarantee != null && !guarantee.text().equals("exactly_once_v2")) {
            guarantee.complain(
                    "is %s; the model is a function of its log only with exactly_once_v2, which is set anyway: remove it",
                    guarantee.shown());
        }
        return properties(block);
    }

    static Map<String, Object> readRegistry(Block root) {
        Value value = root.get("registry");
        if (value == null) {
            return Map.of();
        }
        Block block = Block.ofNames(value, "registry property");
        Value url = block.require("url", "where the schema registry is, such as http://localhost:8081");
        if (url != null && !url.text().matches("(https?|mock)://.+(,https?://.+)*")) {
            url.complain("must begin with http:// or https://, got %s", url.shown());
        }
        return properties(block);
    }

    private static Map<String, Object> properties(Block block) {
        Map<String, Object> properties = new LinkedHashMap<>();
        block.values().forEach((key, value) -> properties.put(key, property(value)));
        return properties;
    }

    private static String property(Value value) {
        if (value.isBlock()) {
            value.complain("must be one value, got a block; write the property's whole name, such as"
                    + " 'bootstrap.servers', as one key");
            return "";
        }
        if (value.isNothing()) {
            value.complain("has no value; give it one or remove the line");
            return "";
        }
        return value.isList()
                ? value.items().stream().map(Value::secretText).collect(Collectors.joining(","))
                : value.secretText();
    }
}
