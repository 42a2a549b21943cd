package io.thalweg.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code serve:} block: where a server listens, who may ask it, and how much.
 *
 * @param tls nothing where the block does not speak of it
 * @param auth nothing where the block does not speak of it
 */
public record ServeSettings(ListenAddress listen, Optional<Tls> tls, Optional<Auth> auth, Limits limits) {
    /** As it is where nobody configures it: on this machine, for this machine. */
    public static final ServeSettings USUAL =
            new ServeSettings(new ListenAddress("127.0.0.1", 8080), Optional.empty(), Optional.empty(), Limits.USUAL);

    /** Whether what goes over the wire is encrypted here. */
    public sealed interface Tls {
        /** Turned off by name. */
        record None() implements Tls {}

        /** PEM files: a certificate with its chain, and its private key in PKCS#8. */
        record Files(Path certificate, Path key) implements Tls {}
    }

    /** Who may ask. */
    public sealed interface Auth {
        /** Everybody, said by name. */
        record None() implements Auth {}

        /** Those who have one of these keys, by the client's name, or a token of this issuer. */
        record Required(Map<String, String> keys, Optional<Jwt> jwt) implements Auth {
            public Required {
                keys = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(keys));
            }

            /** Names only. */
            @Override
            public String toString() {
                return "Required[keys=%s, jwt=%s]".formatted(keys.keySet(), jwt);
            }
        }
    }

    /** Bearer tokens (RFC 7519): who made them, for whom, and where the issuer's public keys are. */
    public record Jwt(String issuer, String audience, URI jwks) {}

    /**
     * Bounds of what is answered.
     *
     * @param body bytes of one request
     * @param rate requests a second of one client
     * @param concurrent requests that are worked on at the same time
     * @param connections open at the same time; others wait to be accepted
     */
    public record Limits(int body, int rate, int concurrent, int connections) {
        static final Limits USUAL = new Limits(4 << 20, 10_000, 64, 1_024);
    }

    /** The same at another address. */
    public ServeSettings at(ListenAddress other) {
        return new ServeSettings(other, tls, auth, limits);
    }

    /** What others could reach unguarded, and how to settle it; nothing where only this machine can ask. */
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        if (!listen.isLoopback()) {
            if (tls.isEmpty()) {
                complaints.add(
                        ("%s can be reached by others, and there is no serve.tls: give it a certificate and its key"
                                        + " as PEM files, or write 'tls: none' if something before the server encrypts")
                                .formatted(listen));
            }
            if (auth.isEmpty()) {
                complaints.add(("%s can be reached by others, and there is no serve.auth: give it keys or jwt, or write"
                                + " 'auth: none' if everybody may ask")
                        .formatted(listen));
            }
        }
        return complaints;
    }
}
