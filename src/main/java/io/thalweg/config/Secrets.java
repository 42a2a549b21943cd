package io.thalweg.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which values are never shown, and which must not stand in the file. */
final class Secrets {
    static final String HIDDEN = "(hidden)";

    private static final List<String> WORDS =
            List.of("password", "passphrase", "secret", "token", "jaas", "key", "credential", "user.info");

    /** How the names of settings end whose whole value is a secret. */
    private static final List<String> ENDS =
            List.of("password", "passphrase", "secret", ".token", "user.info", "keystore.key", "private.key");

    /** An option of a login module that is a secret and has a value of its own. */
    private static final Pattern LITERAL_OPTION = Pattern.compile("(?i)(?:password|passphrase|secret|token)\\s*=\\s*"
            + "(?:\"(?![^\"]*\\$\\{)[^\"]+\"|'(?![^']*\\$\\{)[^']+'|(?!\\S*\\$\\{)[^\\s\"';]+)");

    private static final Pattern LITERAL_IN_URL = Pattern.compile("://[^/@\\s:]*:(?![^/@]*\\$\\{)[^/@\\s]+@");

    private Secrets() {}

    /** Whether the value at this path, a client's property or key, is to be hidden. */
    static boolean isSecret(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return lower.startsWith("serve.auth.keys.")
                || isOfClient(lower) && WORDS.stream().anyMatch(lower::contains);
    }

    private static boolean isOfClient(String lower) {
        return lower.startsWith("kafka.") || lower.startsWith("registry.");
    }

    /** Whether the value as typed has a secret in it, where whoever reads the file can see it. */
    static boolean isLiteral(String path, String typed) {
        String lower = path.toLowerCase(Locale.ROOT).replaceFirst("\\[\\d+]$", "");
        if (lower.startsWith("serve.auth.keys.")
                || isOfClient(lower) && ENDS.stream().anyMatch(lower::endsWith)) {
            return !Variables.comesFromElsewhere(typed);
        }
        Pattern literal = isJaas(lower) ? LITERAL_OPTION : LITERAL_IN_URL;
        return isOfClient(lower) && literal.matcher(typed).find();
    }

    static boolean isJaas(String path) {
        return path.endsWith("sasl.jaas.config");
    }

    /** The text with user and password of a URL hidden. */
    static String withoutUserInfo(String text) {
        return text.replaceAll("://[^,\\s]*@", "://" + HIDDEN + "@");
    }
}
