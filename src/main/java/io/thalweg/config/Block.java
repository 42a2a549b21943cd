package io.thalweg.config;

import com.google.errorprone.annotations.FormatMethod;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Keys and their values at one place of the file, in its order. */
final class Block {
    private final String path;
    private final int line;
    private final Problems problems;
    private final boolean isReadable; // or else what is missing in it is no problem of its own
    private final Map<String, Value> values = new LinkedHashMap<>();

    private Block(String path, int line, Problems problems, boolean isReadable) {
        this.path = path;
        this.line = line;
        this.problems = problems;
        this.isReadable = isReadable;
    }

    /** A block whose keys are names that the user chooses, each of them a {@code what}. */
    static Block ofNames(Value value, String what) {
        Block block = new Block(value.path(), value.line(), value.problems(), value.isBlock());
        if (value.isBlock()) {
            value.mapping().getValue().forEach(entry -> block.put(value, entry));
        } else {
            value.complain("must be a block with a key for each %s, got %s", what, value.shown());
        }
        return block;
    }

    /** No keys at all, in the place of a value that is none. */
    static Block empty(Value value) {
        return new Block(value.path(), value.line(), value.problems(), true);
    }

    /** A block in which no other keys than {@code known} can stand. */
    static Block of(Value value, List<String> known) {
        Block block = new Block(value.path(), value.line(), value.problems(), value.isBlock());
        if (value.isBlock()) {
            value.mapping().getValue().forEach(entry -> block.put(value, entry));
            block.refuseOthers(known);
        } else {
            value.complain("must be a block with the keys %s, got %s", String.join(", ", known), value.shown());
        }
        return block;
    }

    private void put(Value owner, NodeTuple entry) {
        if (!(entry.getKeyNode() instanceof ScalarNode keyNode)) {
            owner.complain("has a key that is no text");
            return;
        }
        String key = keyNode.getValue();
        Node node = entry.getValueNode();
        Value value = new Value(child(key), node, problems, owner.variables());
        Value first = values.putIfAbsent(key, value);
        if (first != null) {
            problems.add(
                    keyNode.getStartMark().getLine() + 1,
                    "%s is there twice, first on line %d; keep one",
                    child(key),
                    first.line());
        }
    }

    private void refuseOthers(List<String> known) {
        values.forEach((key, value) -> {
            if (!known.contains(key)) {
                problems.add(
                        value.line(),
                        "there is no key %s%s; allowed%s: %s",
                        child(key),
                        Nearest.hint(key, known),
                        path.isEmpty() ? "" : " in " + path,
                        String.join(", ", known));
            }
        });
    }

    private String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    String path() {
        return path;
    }

    /** Says what is wrong with the block as a whole. */
    @FormatMethod
    void complain(String message, Object... values) {
        problems.add(line, "%s %s", path, String.format(Locale.ROOT, message, values));
    }

    Collection<String> keys() {
        return values.keySet();
    }

    Map<String, Value> values() {
        return values;
    }

    /** The value behind {@code key}; a key with nothing behind it is a problem. */
    @Nullable
    Value get(String key) {
        Value value = values.get(key);
        if (value != null && value.isNothing()) {
            value.complain("has no value; give it one or remove the line");
            return null;
        }
        return value;
    }

    /** The value behind {@code key}; that there is none is a problem, explained by {@code what} it is. */
    @Nullable
    Value require(String key, String what) {
        if (!values.containsKey(key) && isReadable) {
            problems.add(line, "%s is missing: %s", child(key), what);
        }
        return get(key);
    }

    /** Complains of keys that say nothing beside others. */
    void refuse(List<String> keys, String why) {
        for (String key : keys) {
            Value value = get(key);
            if (value != null) {
                value.complain("%s; remove it", why);
            }
        }
    }

    /** The block behind {@code key}; an empty one where there is none. */
    Block child(String key, List<String> known) {
        Value value = get(key);
        return value == null ? new Block(child(key), line, problems, false) : of(value, known);
    }

    Optional<String> text(String key) {
        Value value = get(key);
        return value == null ? Optional.empty() : Optional.of(value.text());
    }

    /** A text that must be there; empty where it is not. */
    String requireText(String key, String what) {
        Value value = require(key, what);
        return value == null ? "" : value.text();
    }

    long whole(String key, long fallback, long least, long most) {
        Value value = get(key);
        return value == null ? fallback : value.whole(fallback, least, most);
    }

    double number(String key, double fallback) {
        Value value = get(key);
        return value == null ? fallback : value.number(fallback);
    }

    boolean flag(String key, boolean fallback) {
        Value value = get(key);
        return value == null ? fallback : value.flag(fallback);
    }
}
