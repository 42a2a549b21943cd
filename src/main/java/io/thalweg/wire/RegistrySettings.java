package io.thalweg.wire;

import io.thalweg.check.Require;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The {@code registry:} block as the registry's client wants it. Everything but {@code url} passes through. */
record RegistrySettings(Map<String, ?> settings) {
    private static final String PREFIX = "schema.registry.";

    RegistrySettings {
        settings = new LinkedHashMap<>(settings);
        Require.that(
                settings.containsKey("url") || settings.containsKey(PREFIX + "url"),
                "registry.url is missing; it is the address of the schema registry, such as http://localhost:8081");
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
        return String.join(
                ",",
                urls().stream().map(url -> url.replaceFirst("//[^/@]*@", "//")).toList());
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
