package io.thalweg.config;

import io.thalweg.config.ServeSettings.Auth;
import io.thalweg.config.ServeSettings.Jwt;
import io.thalweg.config.ServeSettings.Limits;
import io.thalweg.config.ServeSettings.Tls;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code serve:} block. */
final class ServeSection {
    private static final int SHORTEST_KEY = 16;
    private static final String LOCAL = "http://(localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1])(:\\d+)?(/.*)?";

    private ServeSection() {}

    /** Nothing where there is no such block. */
    static Optional<ServeSettings> read(Block root) {
        Value value = root.get("serve");
        if (value == null) {
            return Optional.empty();
        }
        Block serve = Block.of(value, List.of("listen", "tls", "auth", "limits"));
        Value listen = serve.get("listen");
        ListenAddress written = listen == null ? null : listen.make(() -> ListenAddress.parse(listen.text()));
        ServeSettings settings = new ServeSettings(
                written == null ? ServeSettings.USUAL.listen() : written,
                tls(serve.get("tls")),
                auth(serve.get("auth")),
                limits(serve));
        if (listen != null && written != null) {
            settings.complaints().forEach(complaint -> listen.complain("%s", complaint));
        }
        return Optional.of(settings);
    }

    private static boolean isNone(Value value) {
        return !value.isBlock() && !value.isList() && value.text().equals("none");
    }

    private static Optional<Tls> tls(@Nullable Value value) {
        if (value == null) {
            return Optional.empty();
        }
        if (isNone(value)) {
            return Optional.of(new Tls.None());
        }
        if (!value.isBlock()) {
            value.complain("must be none, or a block with the keys certificate, key, got %s", value.shown());
            return Optional.of(new Tls.None());
        }
        Block block = Block.of(value, List.of("certificate", "key"));
        return Optional.of(new Tls.Files(
                Path.of(block.requireText("certificate", "a PEM file with the certificate and its chain")),
                Path.of(block.requireText("key", "a PEM file with the certificate's private key"))));
    }

    private static Optional<Auth> auth(@Nullable Value value) {
        if (value == null) {
            return Optional.empty();
        }
        if (isNone(value)) {
            return Optional.of(new Auth.None());
        }
        if (!value.isBlock()) {
            value.complain("must be none, or a block with keys, jwt or both, got %s", value.shown());
            return Optional.of(new Auth.None());
        }
        Block block = Block.of(value, List.of("keys", "jwt"));
        if (block.keys().isEmpty()) {
            value.complain("names nobody who may ask: give it keys or jwt, or write 'auth: none'");
        }
        return Optional.of(new Auth.Required(keys(block.get("keys")), jwt(block.get("jwt"))));
    }

    private static Map<String, String> keys(@Nullable Value value) {
        Map<String, String> keys = new LinkedHashMap<>();
        if (value == null) {
            return keys;
        }
        Block block = Block.ofNames(value, "client");
        block.values().forEach((name, key) -> {
            if (!name.matches("[A-Za-z0-9_.-]{1,100}")) {
                key.complain("must be called by at most 100 letters, digits, '_', '.' and '-'");
            }
            String secret = key.secretText();
            if (!secret.isBlank() && !secret.matches("[!-~]{" + SHORTEST_KEY + ",512}")) {
                key.complain(
                        "must be %d to 512 visible ASCII characters, got %s; 'openssl rand -hex 32' makes a good one",
                        SHORTEST_KEY, key.shown());
            } else if (!secret.isBlank() && keys.containsValue(secret)) {
                key.complain("is the same key as another client's; give each its own");
            }
            keys.put(name, secret);
        });
        if (value.isBlock() && keys.isEmpty()) {
            value.complain("must have at least one client, such as 'ranker: ${RANKER_KEY}'");
        }
        return keys;
    }

    private static Optional<Jwt> jwt(@Nullable Value value) {
        if (value == null) {
            return Optional.empty();
        }
        Block block = Block.of(value, List.of("issuer", "audience", "jwks"));
        String issuer = block.requireText("issuer", "who makes the tokens: their claim 'iss', to the letter");
        String audience = block.requireText("audience", "for whom the tokens are: what their claim 'aud' must name");
        Value jwks = block.require("jwks", "where the issuer's public keys are: its jwks_uri");
        if (jwks == null) {
            return Optional.empty();
        }
        String url = jwks.text();
        if (!url.matches("https://.+") && !url.matches(LOCAL)) {
            jwks.complain("must begin with https:// (http:// only on this machine), got %s", jwks.shown());
            return Optional.empty();
        }
        @Nullable URI uri = jwks.make(() -> URI.create(url));
        return uri == null ? Optional.empty() : Optional.of(new Jwt(issuer, audience, uri));
    }

    private static Limits limits(Block serve) {
        Limits usual = ServeSettings.USUAL.limits();
        Block block = serve.child("limits", List.of("body", "rate", "concurrent", "connections"));
        return new Limits(
                (int) block.whole("body", usual.body(), 1_024, 1 << 30),
                (int) block.whole("rate", usual.rate(), 1, 1_000_000),
                (int) block.whole("concurrent", usual.concurrent(), 1, 4_096),
                (int) block.whole("connections", usual.connections(), 8, 100_000));
    }
}
