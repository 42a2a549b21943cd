package io.thalweg.serve;

import io.javalin.http.Context;
import io.thalweg.config.ServeSettings.Auth;
import io.thalweg.serve.Problem.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients by what they show: {@code Authorization: Bearer} with a key or a token, or {@code Basic} with a
 * client's name and its key, which is what a browser can ask its user for.
 */
final class Clients {
    static final String CHALLENGE = "Bearer realm=\"thalweg\", Basic realm=\"thalweg\", charset=\"UTF-8\"";

    private final List<Client> clients = new ArrayList<>();
    private final @Nullable Tokens tokens;

    /** Keys are held as digests: they are compared in a time that says nothing of them, not even how long they are. */
    private record Client(String name, byte[] digest) {}

    Clients(Auth.Required required) {
        required.keys().forEach((name, key) -> clients.add(new Client(name, digest(key))));
        tokens = required.jwt().map(Tokens::new).orElse(null);
    }

    /**
     * Who asks.
     *
     * @throws ProblemException if nobody knows
     */
    String of(Context context) {
        String shown = context.header("Authorization");
        if (shown == null) {
            throw unknown(context, "show a key or a token: 'Authorization: Bearer ...'");
        }
        int blank = shown.indexOf(' ');
        String scheme = blank < 0 ? shown : shown.substring(0, blank);
        String credential = shown.substring(blank + 1).trim();
        String client = null;
        if (scheme.equalsIgnoreCase("Basic")) {
            client = ofPair(credential);
        } else if (scheme.equalsIgnoreCase("Bearer")) {
            client = ofKey(credential);
            if (client == null && tokens != null) {
                return tokens.subject(credential, why -> unknown(context, why));
            }
        }
        if (client == null) {
            throw unknown(context, "what was shown is no key of a client that is configured here");
        }
        return client;
    }

    private @Nullable String ofKey(String key) {
        byte[] digest = digest(key);
        String found = null;
        for (Client client : clients) { // all of them, always
            found = MessageDigest.isEqual(client.digest, digest) ? client.name : found;
        }
        return found;
    }

    private @Nullable String ofPair(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            String owner = ofKey(pair.substring(colon + 1));
            return colon >= 0 && pair.substring(0, colon).equals(owner) ? owner : null;
        } catch (IllegalArgumentException e) {
            return null; // no Base64
        }
    }

    private static byte[] digest(String key) {
        return io.thalweg.check.Sha256.digest().digest(key.getBytes(StandardCharsets.UTF_8));
    }

    private static ProblemException unknown(Context context, String why) {
        context.header("WWW-Authenticate", CHALLENGE);
        return new ProblemException(Kind.UNAUTHENTICATED, why);
    }
}
