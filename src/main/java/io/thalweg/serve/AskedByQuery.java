package io.thalweg.serve;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.javalin.http.Context;
import io.thalweg.config.Nearest;
import io.thalweg.serve.Problem.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A request whose members are parameters of its address: {@code ?features={...}&tasks=click,buy&maxModelAge=30s}. */
final class AskedByQuery {
    private static final List<String> NAMES = List.of("features", "tasks", "maxModelAge", "minOffset");

    private AskedByQuery() {}

    /** As if it had been posted. */
    static Bodies.Body body(Context context) {
        StringBuilder json = new StringBuilder("{");
        for (Map.Entry<String, List<String>> given : context.queryParamMap().entrySet()) {
            String name = given.getKey();
            if (!NAMES.contains(name)) {
                throw refusal("there is no parameter '%s'%s; allowed: %s"
                        .formatted(
                                Words.shown(name), Nearest.hint(Words.shown(name), NAMES), String.join(", ", NAMES)));
            }
            if (given.getValue().size() > 1) {
                throw refusal("'%s' is there twice; keep one".formatted(name));
            }
            if (given.getValue().isEmpty() || given.getValue().get(0).indexOf('\uFFFD') >= 0) {
                throw refusal("'%s' cannot be decoded: it must be UTF-8, URL-encoded".formatted(name));
            }
            json.append(json.length() == 1 ? "" : ",").append('"').append(name).append("\":");
            json.append(value(name, given.getValue().get(0)));
        }
        if (context.queryParam("features") == null) {
            throw refusal("give the example as JSON in '?features={...}', URL-encoded, or post it");
        }
        byte[] bytes = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        return new Bodies.Body(bytes, bytes.length);
    }

    private static String value(String name, String text) {
        return switch (name) {
            case "features" -> object(text);
            case "tasks" -> Json.text(List.of(text.split(",", -1)));
            case "minOffset" -> text.matches("\\d{1,18}") ? String.valueOf(Long.parseLong(text)) : Json.text(text);
            default -> Json.text(text);
        };
    }

    /** The text, if it is one object and nothing more. */
    private static String object(String text) {
        try (JsonParser json = ScoreSession.JSON.createParser(text)) {
            boolean isObject = json.nextToken() == JsonToken.START_OBJECT;
            json.skipChildren();
            if (isObject && json.nextToken() == null) {
                return text;
            }
        } catch (JsonProcessingException e) {
            throw ScoreRequest.malformed("'features'", e);
        } catch (IOException e) {
            throw refusal("'features' is no JSON");
        }
        throw refusal("'features' must be one JSON object");
    }

    private static ProblemException refusal(String detail) {
        return new ProblemException(Kind.MALFORMED, detail);
    }
}
