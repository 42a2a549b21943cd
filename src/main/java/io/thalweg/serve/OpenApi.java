package io.thalweg.serve;

import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code GET /openapi.json}: what can be asked and what is answered, for other programs (OpenAPI 3.1). */
public final class OpenApi implements Routes {
    private static final String DOCUMENT = "openapi.json";

    @Override
    public void addTo(JavalinConfig server) {
        byte[] document = document();
        server.routes.get(
                "/" + DOCUMENT,
                context -> context.contentType("application/json").result(document));
    }

    private static byte[] document() {
        try (InputStream stream = OpenApi.class.getResourceAsStream(DOCUMENT)) {
            if (stream == null) {
                throw new IllegalStateException("the program has lost its " + DOCUMENT);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
