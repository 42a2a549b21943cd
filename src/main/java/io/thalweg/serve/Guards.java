package io.thalweg.serve;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.thalweg.config.ServeSettings;
import io.thalweg.config.ServeSettings.Auth;
import io.thalweg.serve.Problem.Kind;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Before anything else: is the request meant for this server, who asks, and how often. Health is for everybody. */
final class Guards implements Routes {
    private static final Pattern LOCAL =
            Pattern.compile("(localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1])(:\\d+)?", Pattern.CASE_INSENSITIVE);

    private final ServeSettings settings;
    private final @Nullable Clients clients;
    private final Rates rates;

    Guards(ServeSettings settings) {
        this.settings = settings;
        clients = settings.auth()
                .filter(Auth.Required.class::isInstance)
                .map(auth -> new Clients((Auth.Required) auth))
                .orElse(null);
        rates = new Rates(settings.limits().rate(), System::nanoTime);
    }

    @Override
    public void addTo(JavalinConfig server) {
        server.routes.before(this::admit);
    }

    private void admit(Context context) {
        context.header("X-Content-Type-Options", "nosniff").header("Cache-Control", "no-store");
        requireLocalName(context);
        boolean isHealth = context.path().startsWith("/health/");
        String client = clients == null || isHealth ? context.ip() : clients.of(context);
        if (!rates.admits(client)) {
            throw ProblemException.passing(
                    Kind.TOO_MANY_REQUESTS,
                    "a client may ask %d times a second; put several examples into one request"
                            .formatted(settings.limits().rate()),
                    1);
        }
    }

    /**
     * On a machine's own address without keys, a page of another site must not ask through its visitor's browser: it
     * would do so under a name of its own that it has pointed here (DNS rebinding).
     */
    private void requireLocalName(Context context) {
        String host = context.header("Host");
        if (settings.auth().isEmpty() && host != null && !LOCAL.matcher(host).matches()) {
            throw new ProblemException(
                    Kind.MISDIRECTED,
                    "only this machine is served, as localhost or 127.0.0.1, and another name was asked for; configure"
                            + " serve.auth (keys, jwt or none) to be asked by other names");
        }
    }
}
