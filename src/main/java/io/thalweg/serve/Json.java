package io.thalweg.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers that need not be fast. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static void answer(Context context, Object value) {
        context.contentType("application/json").result(bytes(value));
    }

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A value as JSON. */
    static String text(Object value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    /** Which model it is, as {@link ScoreAnswer#model} says it. */
    static Map<String, Object> model(ServedModel model, Duration age) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", model.manifest().version());
        json.put("trainLogOffset", model.trainLogOffset());
        json.put("snapshot", model.manifest().id());
        json.put("chain", model.manifest().proof().chain());
        json.put("ageSeconds", age.toMillis() / 1e3);
        return json;
    }

    /** Whether newer models can come. */
    static Map<String, Object> supply(Models models) {
        Map<String, Object> json = new LinkedHashMap<>();
        String trouble = models.trouble();
        json.put("state", trouble.isEmpty() ? "following" : "cut-off");
        if (!trouble.isEmpty()) {
            json.put("detail", trouble);
        }
        return json;
    }
}
