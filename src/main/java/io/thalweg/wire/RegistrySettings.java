package io.thalweg.wire;

import io.thalweg.check.Require;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code registry:} block as the registry's client wants it. Everything but {@code url} passes through. */
record RegistrySettings(Map<String, ?> settings) {
    private static final String PREFIX = "schema.registry.";

    // The client takes any other word for no credentials at all.
    private static final Map<String, List<String>> SOURCES = Map.of(
            "basic.auth.credentials.source", List.of("USER_INFO", "URL", "SASL_INHERIT"),
            "bearer.auth.credentials.source",
                    List.of("STATIC_TOKEN", "OAUTHBEARER", "SASL_OAUTHBEARER_INHERIT", "CUSTOM"));

    RegistrySettings {
        settings = new LinkedHashMap<>(settings);
        settings.forEach(RegistrySettings::requireSource);
        Require.that(
                settings.containsKey("url") || settings.containsKey(PREFIX + "url"),
                "registry.url is missing; it is the address of the schema registry, such as http://localhost:8081");
    }

    private static void requireSource(String key, @Nullable Object value) {
        List<String> allowed = SOURCES.get(key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key);
        String word = String.valueOf(value);
        if (allowed != null) {
            Require.that(allowed.contains(word), "registry.%s must be one of %s, got %s", key, allowed, word);
        }
    }

    List<String> urls() {
        Object url = settings.containsKey("url") ? settings.get("url") : settings.get(PREFIX + "url");
        List<String> urls = Arrays.stream(String.valueOf(url).split(","))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .toList();
        Require.that(!urls.isEmpty(), "registry.url is empty");
        urls.forEach(
                part -> Require.that(part.matches("https?://.+"), "registry.url must begin with http:// or https://"));
        return urls;
    }

    /** The addresses for a message: a password that stands in one is left out. */
    String place() {
        return String.join(",", urls().stream().map(RegistrySettings::bare).toList());
    }

    /** The address without user and password; these may have any characters. */
    static String bare(String url) {
        return url.replaceFirst("//.*@", "//");
    }

    /** User and password in the first address. */
    Optional<String> userInfo() {
        String url = urls().get(0);
        int from = url.indexOf("//") + 2;
        int to = url.lastIndexOf('@');
        return to < from ? Optional.empty() : Optional.of(decoded(url.substring(from, to)));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a percent sign that means itself
        }
    }

    /**
     * Keys as the client reads them: TLS keys only with their prefix, so that without it they would be ignored in
     * silence. Who waits for an answer wants to say so sooner than after the client's own minute.
     */
    Map<String, Object> ofClient() {
        Map<String, Object> client = new LinkedHashMap<>();
        client.put("http.connect.timeout.ms", 5_000);
        client.put("http.read.timeout.ms", 20_000);
        settings.forEach((key, value) -> {
            if (!key.equals("url") && value != null) {
                client.put(key.startsWith("ssl.") ? PREFIX + key : key, value);
            }
        });
        client.put(PREFIX + "url", String.join(",", urls()));
        return client;
    }
}
