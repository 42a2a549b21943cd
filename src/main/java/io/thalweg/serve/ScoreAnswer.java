package io.thalweg.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.time.Duration;

/** What is answered to a request for scores. */
final class ScoreAnswer {
    private static final SerializableString SCORES = new SerializedString("scores");
    private static final SerializableString PROBABILITIES = new SerializedString("probabilities");
    private static final SerializableString FUSED = new SerializedString("fused");

    private final ScoreSession session;
    private final int[] tasks;
    private final SerializableString[] names;
    private final boolean hasClasses;
    private final JsonGenerator json;

    private ScoreAnswer(ScoreSession session, int[] tasks, JsonGenerator json) {
        this.session = session;
        this.tasks = tasks;
        this.json = json;
        names = new SerializableString[tasks.length];
        boolean classes = false;
        for (int i = 0; i < tasks.length; i++) {
            names[i] =
                    new SerializedString(session.model().tasks().get(tasks[i]).name());
            classes |= session.classes(tasks[i]) > 0;
        }
        hasClasses = classes;
    }

    /** @param tasks positions of those that are wanted */
    static byte[] of(ScoreSession session, int[] tasks, Duration age) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(64 + 64 * session.count())) {
            try (JsonGenerator json = ScoreSession.JSON.createGenerator(bytes)) {
                new ScoreAnswer(session, tasks, json).write(age);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written to", e);
        }
    }

    private void write(Duration age) throws IOException {
        json.writeStartObject();
        json.writeFieldName("model");
        model(json, session.model(), age);
        json.writeArrayFieldStart("results");
        boolean isFused = session.model().fusion().isPresent();
        for (int example = 0; example < session.count(); example++) {
            json.writeStartObject();
            Refusal refusal = session.refusal(example);
            if (refusal == null) {
                scores(example);
                if (isFused) {
                    json.writeFieldName(FUSED);
                    number(session.fused(example));
                }
            } else {
                json.writeObjectFieldStart("error");
                json.writeStringField("reason", refusal.reason());
                json.writeStringField("detail", refusal.detail());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Which model it was. */
    static void model(JsonGenerator json, ServedModel model, Duration age) throws IOException {
        json.writeStartObject();
        json.writeNumberField("version", model.manifest().version());
        json.writeNumberField("trainLogOffset", model.trainLogOffset());
        json.writeStringField("snapshot", model.manifest().id());
        json.writeStringField("chain", model.manifest().proof().chain());
        json.writeNumberField("ageSeconds", age.toMillis() / 1e3);
        json.writeEndObject();
    }

    private void scores(int example) throws IOException {
        json.writeFieldName(SCORES);
        json.writeStartObject();
        for (int i = 0; i < tasks.length; i++) {
            json.writeFieldName(names[i]);
            json.writeNumber(session.score(example, tasks[i]));
        }
        json.writeEndObject();
        if (hasClasses) {
            json.writeFieldName(PROBABILITIES);
            json.writeStartObject();
            for (int i = 0; i < tasks.length; i++) {
                probabilities(example, i);
            }
            json.writeEndObject();
        }
    }

    private void probabilities(int example, int i) throws IOException {
        int classes = session.classes(tasks[i]);
        if (classes > 0) {
            json.writeFieldName(names[i]);
            json.writeStartArray();
            for (int k = 0; k < classes; k++) {
                json.writeNumber(session.probability(example, tasks[i], k));
            }
            json.writeEndArray();
        }
    }

    private void number(double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }
}
