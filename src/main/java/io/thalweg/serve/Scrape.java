package io.thalweg.serve;

import io.javalin.config.JavalinConfig;
import java.util.function.Supplier;

/**
 * {@code GET /metrics}: how everything stands, for a Prometheus.
 *
 * @param text in Prometheus' text format 0.0.4
 */
public record Scrape(Supplier<String> text) implements Routes {
    private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    @Override
    public void addTo(JavalinConfig server) {
        server.routes.get("/metrics", context -> context.contentType(FORMAT).result(text.get()));
    }
}
