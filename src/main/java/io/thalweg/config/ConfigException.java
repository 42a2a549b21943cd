package io.thalweg.config;

import java.util.List;

/** A configuration that cannot be used; the message names every problem with its line, and no secrets. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    ConfigException(String file, List<String> problems) {
        super(
                problems.size() == 1
                        ? file + ", " + problems.get(0)
                        : "%s has %d problems:\n  %s".formatted(file, problems.size(), String.join("\n  ", problems)));
        this.problems = List.copyOf(problems);
    }

    /** One line for each. */
    public List<String> problems() {
        return problems;
    }
}
