package io.thalweg.serve;

import io.javalin.config.JavalinConfig;

/** {@code GET /health/live}: the process answers. */
public final class Liveness implements Routes {
    @Override
    public void addTo(JavalinConfig server) {
        server.routes.get(
                "/health/live",
                context -> context.contentType("application/json").result("{\"status\":\"live\"}"));
    }
}
