package io.thalweg.config;

import java.util.List;
import java.util.Locale;

/** Which values are never shown. */
final class Secrets {
    static final String HIDDEN = "(hidden)";

    private static final List<String> WORDS =
            List.of("password", "passphrase", "secret", "token", "jaas", "key", "credential", "user.info");

    private Secrets() {}

    /** Whether the value at this path, a client's property or key, is to be hidden. */
    static boolean isSecret(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        boolean ofClient = lower.startsWith("kafka.") || lower.startsWith("registry.");
        return lower.startsWith("serve.auth.keys.")
                || ofClient && WORDS.stream().anyMatch(lower::contains);
    }

    /** The text with user and password of a URL hidden. */
    static String withoutUserInfo(String text) {
        return text.replaceAll("://[^/@\\s]*@", "://" + HIDDEN + "@");
    }
}
