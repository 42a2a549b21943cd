package io.thalweg.config;

import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the environment in place of {@code ${NAME}}; {@code $${} stands for <code>${</code> itself. */
final class Variables {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Map<String, String> environment;

    Variables(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Whether anything would be put in place of something. */
    static boolean isReferred(String text) {
        return text.contains("${");
    }

    /** The text with everything in place; what cannot be is told to {@code complaints} and left empty. */
    String expand(String text, Consumer<String> complaints) {
        if (!isReferred(text)) {
            return text;
        }
        return REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found, complaints)));
    }

    private String value(java.util.regex.MatchResult found, Consumer<String> complaints) {
        String name = found.group(1);
        if (name == null) {
            return "${";
        }
        if (found.group(2).isEmpty() || !NAME.matcher(name).matches()) {
            complaints.accept(
                    "has a '${' that begins no ${NAME} of letters, digits and '_'; write '$${' if you mean the"
                            + " characters themselves");
            return "";
        }
        String value = environment.get(name);
        if (value == null) {
            complaints.accept("needs the environment variable %s, which is not set; set it, or write '$${' if you mean"
                            .formatted(name)
                    + " the characters themselves");
            return "";
        }
        return value;
    }
}
