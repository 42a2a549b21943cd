package io.thalweg.config;

import com.google.errorprone.annotations.FormatMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One value of the file: what it is called, where it stands, and what can be made of it. What cannot be made is a
 * problem of the file, and the answer is the given fallback.
 */
record Value(String path, Node node, Problems problems, Variables variables) {
    private static final int LONGEST_SHOWN = 60;

    int line() {
        return node.getStartMark().getLine() + 1;
    }

    /** Adds a problem; the message begins behind the path. A variable that is not there is the only problem it has. */
    @FormatMethod
    void complain(String message, Object... values) {
        List<String> missing = new ArrayList<>();
        if (node instanceof ScalarNode scalar) {
            variables.expand(scalar.getValue(), missing::add);
        }
        String why = missing.isEmpty() ? String.format(Locale.ROOT, message, values) : missing.get(0);
        problems.add(line(), "%s %s", path, why);
    }

    boolean isBlock() {
        return node.getNodeId() == NodeId.mapping;
    }

    boolean isList() {
        return node.getNodeId() == NodeId.sequence;
    }

    /** Whether nothing stands behind the key. */
    boolean isNothing() {
        return node.getTag().equals(Tag.NULL);
    }

    /** The value as it was typed, before anything is put in place of a variable, for use in messages. */
    String shown() {
        if (isNothing()) {
            return "nothing";
        }
        if (!(node instanceof ScalarNode scalar)) {
            return isList() ? "a list" : "a block";
        }
        if (Secrets.isSecret(path)) {
            return Secrets.HIDDEN;
        }
        String typed = Secrets.withoutUserInfo(scalar.getValue());
        String shown = typed.length() <= LONGEST_SHOWN ? typed : typed.substring(0, LONGEST_SHOWN) + "...";
        return "'" + shown.replace("\n", "\\n") + "'" + Variables.source(typed);
    }

    /** The text with variables in place, if there is one and only one. */
    private Optional<String> scalar() {
        return node instanceof ScalarNode scalar && !isNothing()
                ? Optional.of(variables.expand(scalar.getValue(), text -> complain("%s", text)))
                : Optional.empty();
    }

    String text() {
        Optional<String> text = scalar();
        if (text.isEmpty()) {
            complain("must be a text, got %s", shown());
        } else if (text.get().isBlank()) {
            complain("must not be empty");
        }
        return text.orElse("");
    }

    /**
     * As {@link #text}, where a secret must come from elsewhere: what stands in the file is copied with it, and shown
     * by whoever shows it.
     */
    String secretText() {
        if (node instanceof ScalarNode scalar && !isNothing()) {
            if (!scalar.getValue().isBlank() && Secrets.isLiteral(path, scalar.getValue())) {
                complain("has a secret in the file itself; write ${NAME} and set the environment variable NAME, or"
                        + " ${file:PATH} with the path of a file that has only the secret in it");
                return "";
            }
            if (Secrets.isJaas(path)) {
                return variables.expandQuoted(scalar.getValue(), text -> complain("%s", text));
            }
        }
        return text();
    }

    long whole(long fallback, long least, long most) {
        OptionalLong found = scalar().map(Quantities::whole).orElse(OptionalLong.empty());
        if (found.isEmpty() || found.getAsLong() < least || found.getAsLong() > most) {
            complain("must be a whole number from %,d to %,d, got %s", least, most, shown());
            return fallback;
        }
        return found.getAsLong();
    }

    double number(double fallback) {
        OptionalDouble found = scalar().map(Quantities::number).orElse(OptionalDouble.empty());
        if (found.isEmpty() || !Double.isFinite(found.getAsDouble())) {
            complain("must be a number, got %s", shown());
            return fallback;
        }
        return found.getAsDouble();
    }

    boolean flag(boolean fallback) {
        String text = scalar().orElse("");
        if (!text.equals("true") && !text.equals("false")) {
            complain("must be true or false, got %s", shown());
            return fallback;
        }
        return text.equals("true");
    }

    long millis(long fallback) {
        OptionalLong found = scalar().map(Quantities::millis).orElse(OptionalLong.empty());
        if (found.isEmpty()) {
            complain("must be a duration such as 250ms, 10s, 5m, 2h or 1d, got %s", shown());
            return fallback;
        }
        return found.getAsLong();
    }

    /** One of {@code allowed}, or nothing. */
    Optional<String> choice(List<String> allowed) {
        Optional<String> found = scalar();
        if (found.isPresent() && allowed.contains(found.get())) {
            return found;
        }
        complain(
                "is %s; allowed in this version: %s%s",
                shown(), String.join(", ", allowed), Nearest.hint(found.orElse(""), allowed));
        return Optional.empty();
    }

    /** The list's values; a lone value is a list of one. */
    List<Value> items() {
        if (!(node instanceof SequenceNode list)) {
            if (isBlock() || !isNothing()) {
                return List.of(this);
            }
            complain("must be a list such as [a, b], got %s", shown());
            return List.of();
        }
        List<Value> items = new ArrayList<>();
        for (Node item : list.getValue()) {
            items.add(new Value(path + "[" + items.size() + "]", item, problems, variables));
        }
        return items;
    }

    /** What {@code maker} makes; what it refuses is a problem of this value. */
    <T> @Nullable T make(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage());
            String root = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
            problems.add(line(), "%s%s", why.startsWith(root + ".") ? "" : path + ": ", why);
            return null;
        }
    }

    MappingNode mapping() {
        return (MappingNode) node;
    }
}
