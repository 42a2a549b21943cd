package io.thalweg.app.console;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What log lines look like: logback.xml includes a file for each, chosen by an environment variable. */
public final class LogFormat {
    public static final String VARIABLE = "THALWEG_LOG";
    private static final List<String> KNOWN = List.of("human", "json");

    private LogFormat() {}

    /** What is wrong with the variable's value, lest the log be empty without a word. */
    public static Optional<String> complaint(@Nullable String value) {
        return value == null || KNOWN.contains(value)
                ? Optional.empty()
                : Optional.of("%s must be one of %s, got '%s'".formatted(VARIABLE, KNOWN, value));
    }
}
