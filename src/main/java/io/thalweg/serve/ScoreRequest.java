package io.thalweg.serve;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.thalweg.config.Nearest;
import io.thalweg.config.Quantities;
import io.thalweg.serve.Problem.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a request asks for beside its examples.
 *
 * @param tasks names; none for all tasks
 * @param maxModelAgeMillis {@link Long#MAX_VALUE} for any
 * @param minOffset that the model must have seen; -1 for any
 */
record ScoreRequest(List<String> tasks, long maxModelAgeMillis, long minOffset) {
    static final int MOST_EXAMPLES = 10_000;

    private static final List<String> KEYS = List.of("examples", "features", "tasks", "maxModelAge", "minOffset");

    /**
     * Reads a whole body and lets {@code session} score its examples as they come.
     *
     * @param now event time of examples that have none
     * @throws ProblemException if it is no such request
     */
    static ScoreRequest read(byte[] body, int length, ScoreSession session, long now) {
        session.begin();
        try (JsonParser json = ScoreSession.JSON.createParser(body, 0, length)) {
            return new Reader(json, session, now).read();
        } catch (JsonProcessingException e) {
            throw malformed("the body", e);
        } catch (IOException e) {
            throw new ProblemException(Kind.MALFORMED, "the body is no JSON in UTF-8");
        }
    }

    /** @param what it is that cannot be read */
    static ProblemException malformed(String what, JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        Map<String, Object> more = new LinkedHashMap<>();
        String where = "";
        if (at != null) {
            more.put("line", at.getLineNr());
            more.put("column", at.getColumnNr());
            where = " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
        }
        return new ProblemException(
                new Problem(Kind.MALFORMED, "%s is no JSON%s: %s".formatted(what, where, Words.of(e)), more));
    }

    private static final class Reader {
        private final JsonParser json;
        private final ScoreSession session;
        private final long now;
        private final Set<String> seen = new HashSet<>();
        private final List<String> tasks = new ArrayList<>();
        private long maxModelAge = Long.MAX_VALUE;
        private long minOffset = -1;

        Reader(JsonParser json, ScoreSession session, long now) {
            this.json = json;
            this.session = session;
            this.now = now;
        }

        ScoreRequest read() throws IOException {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw refusal("the body must be a JSON object with one of %s", "examples, features");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                if (!seen.add(key)) {
                    throw refusal("'%s' is there twice; keep one", key);
                }
                JsonToken value = json.nextToken();
                switch (key) {
                    case "examples" -> examples(value);
                    case "features" -> session.example(json, now);
                    case "tasks" -> tasks(value);
                    case "maxModelAge" -> maxModelAge = duration(value);
                    case "minOffset" -> minOffset = offset(value);
                    default ->
                        throw refusal(
                                "there is no member '%s'%s; allowed: " + String.join(", ", KEYS),
                                Words.shown(key),
                                Nearest.hint(Words.shown(key), KEYS));
                }
            }
            if (json.nextToken() != null) {
                throw refusal("something stands behind the request's end: %s", Words.of(json));
            }
            if (seen.contains("examples") == seen.contains("features")) {
                throw refusal("give %s: a list of objects, or one object", "either 'examples' or 'features'");
            }
            return new ScoreRequest(tasks, maxModelAge, minOffset);
        }

        private void examples(JsonToken value) throws IOException {
            if (value != JsonToken.START_ARRAY) {
                throw refusal("'examples' must be a list of objects, got %s", Words.of(json));
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (session.count() >= MOST_EXAMPLES) {
                    throw refusal("'examples' has more than %s; send several requests", MOST_EXAMPLES);
                }
                session.example(json, now);
            }
            if (session.count() == 0) {
                throw refusal("'examples' must have at least %s", "one");
            }
        }

        private void tasks(JsonToken value) throws IOException {
            if (value != JsonToken.START_ARRAY) {
                throw refusal("'tasks' must be a list of names, got %s", Words.of(json));
            }
            for (JsonToken item = json.nextToken(); item != JsonToken.END_ARRAY; item = json.nextToken()) {
                if (item != JsonToken.VALUE_STRING) {
                    throw refusal("'tasks' must be a list of names, got one with %s in it", Words.of(json));
                }
                String name = Words.shown(json.getText());
                if (tasks.contains(name)) {
                    throw refusal("'tasks' names '%s' twice; keep one", name);
                }
                if (tasks.size() >= session.model().tasks().size()) {
                    session.model().positions(tasks); // one of them is none
                    throw refusal("'tasks' has more names than there are tasks: %s", tasks.size());
                }
                tasks.add(name);
            }
            if (tasks.isEmpty()) {
                throw refusal("'tasks' must name at least one task, or be left out for %s", "all");
            }
        }

        private long duration(JsonToken value) throws IOException {
            OptionalLong millis = value == JsonToken.VALUE_STRING
                    ? Quantities.millis(Words.shown(json.getText()))
                    : OptionalLong.empty();
            if (millis.isEmpty()) {
                throw refusal(
                        "'maxModelAge' must be a duration such as \"30s\", \"5m\", \"2h\", got %s", Words.of(json));
            }
            return millis.getAsLong();
        }

        private long offset(JsonToken value) throws IOException {
            if (value != JsonToken.VALUE_NUMBER_INT || json.getTextLength() > 18 || json.getLongValue() < 0) {
                throw refusal(
                        "'minOffset' must be a train-log offset, a whole number from 0 up, got %s", Words.of(json));
            }
            return json.getLongValue();
        }

        private ProblemException refusal(String message, Object value) {
            return new ProblemException(Kind.MALFORMED, message.formatted(value));
        }

        private ProblemException refusal(String message, String value, String hint) {
            return new ProblemException(Kind.MALFORMED, message.formatted(value, hint));
        }
    }
}
