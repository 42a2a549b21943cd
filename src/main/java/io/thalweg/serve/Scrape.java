package io.thalweg.serve;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import java.util.function.Supplier;

/**
 * {@code GET /metrics}: how everything stands, for a Prometheus. Tells of every request besides.
 *
 * @param text in Prometheus' text format 0.0.4
 */
public record Scrape(Supplier<String> text, Answered answered) implements Routes {
    private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    /** Whoever measures requests. Any thread may call it. */
    @FunctionalInterface
    public interface Answered {
        /**
         * A request was answered.
         *
         * @param path as the server's routes have it, never as somebody typed it; {@code none} if there is no such
         */
        void answered(String path, int status, double millis);
    }

    @Override
    public void addTo(JavalinConfig server) {
        server.routes.get("/metrics", context -> context.contentType(FORMAT).result(text.get()));
        server.requestLogger.http((context, millis) -> answered.answered(path(context), context.statusCode(), millis));
    }

    private static String path(Context context) {
        Endpoint matched = context.endpoints().matchedHttpEndpoint();
        return matched == null ? "none" : matched.path;
    }
}
