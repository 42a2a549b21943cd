package io.thalweg.serve;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code GET /health/ready}: there is a verified model, and whether newer ones can come. */
public final class Readiness implements Routes {
    private final Models models;

    public Readiness(Models models) {
        this.models = models;
    }

    @Override
    public void addTo(JavalinConfig server) {
        server.routes.get("/health/ready", this::ready);
    }

    private void ready(Context context) {
        ServedModel model = models.require();
        Map<String, Object> ready = new LinkedHashMap<>();
        ready.put("status", "ready");
        ready.put("model", Json.model(model, models.age(model)));
        ready.put("supply", Json.supply(models));
        Json.answer(context, ready);
    }
}
