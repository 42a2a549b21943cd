package io.thalweg.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the environment in place of {@code ${NAME}}, and a file's text in place of {@code ${file:PATH}}; {@code $${}
 * stands for <code>${</code> itself.
 */
final class Variables {
    private static final String FILE = "file:";
    private static final int LARGEST_FILE = 1 << 20;
    private static final String THEMSELVES = "write '$${' if you mean the characters themselves";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");
    private static final Pattern REAL = Pattern.compile("(?<!\\$)\\$\\{");
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final Map<String, String> environment;

    Variables(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Whether anything would be put in place of something, be it only of {@code $${}. */
    static boolean isReferred(String text) {
        return text.contains("${");
    }

    /** Whether what stands in the file is not all that the value will be. */
    static boolean comesFromElsewhere(String text) {
        return REAL.matcher(text).find();
    }

    /** Where what is put in place comes from, in the words of a message; empty if nothing is. */
    static String source(String text) {
        if (!isReferred(text)) {
            return "";
        }
        return text.contains("${" + FILE) ? " (from a file)" : " (from the environment)";
    }

    /** The text with everything in place; what cannot be is told to {@code complaints} and left empty. */
    String expand(String text, Consumer<String> complaints) {
        if (!isReferred(text)) {
            return text;
        }
        return REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found, complaints)));
    }

    /**
     * As {@link #expand}, for a text in which only what stands between double quotes is one value, as in JAAS: quotes
     * and backslashes of what is put there are escaped, so that a password may have any characters. A text that is one
     * reference and nothing else is taken as it is.
     */
    String expandQuoted(String text, Consumer<String> complaints) {
        Matcher whole = REFERENCE.matcher(text.strip());
        if (whole.matches()) {
            return expand(text, complaints);
        }
        if (comesFromElsewhere(QUOTED.matcher(text).replaceAll("\"\""))) {
            complaints.accept("has a ${...} outside of double quotes, where its characters could mean something else;"
                    + " write password=\"${NAME}\"");
            return "";
        }
        return QUOTED.matcher(text)
                .replaceAll(part -> Matcher.quoteReplacement(REFERENCE
                        .matcher(part.group())
                        .replaceAll(found -> Matcher.quoteReplacement(escaped(value(found, complaints))))));
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private String value(MatchResult found, Consumer<String> complaints) {
        String name = found.group(1);
        if (name == null) {
            return "${";
        }
        boolean isClosed = !found.group(2).isEmpty();
        if (isClosed && name.startsWith(FILE)) {
            return file(name.substring(FILE.length()), complaints);
        }
        if (!isClosed || !NAME.matcher(name).matches()) {
            complaints.accept(
                    "has a '${' that begins no ${NAME} of letters, digits and '_', and no ${file:PATH}; " + THEMSELVES);
            return "";
        }
        String value = environment.get(name);
        if (value == null) {
            complaints.accept(
                    "needs the environment variable %s, which is not set; set it, or %s".formatted(name, THEMSELVES));
            return "";
        }
        return value;
    }

    /** The file's text without the line end that editors put behind a last line. */
    private static String file(String path, Consumer<String> complaints) {
        String why;
        try {
            Path file = Path.of(path);
            if (Files.isRegularFile(file) && Files.size(file) > LARGEST_FILE) {
                why = "is larger than %,d bytes, and so no value of a setting".formatted(LARGEST_FILE);
            } else {
                String text = Files.readString(file);
                if (!text.isBlank()) {
                    return text.replaceFirst("\\r?\\n\\z", "");
                }
                why = "is empty";
            }
        } catch (NoSuchFileException e) {
            why = "does not exist";
        } catch (CharacterCodingException e) {
            why = "is not UTF-8 text";
        } catch (IOException | InvalidPathException e) {
            why = "cannot be read (%s)".formatted(e.getClass().getSimpleName());
        }
        complaints.accept("needs the file '%s', which %s".formatted(path, why));
        return "";
    }
}
