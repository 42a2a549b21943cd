package io.thalweg.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.thalweg.ingest.ObservationBuilder;
import io.thalweg.score.Desk;
import io.thalweg.score.Explanation;
import io.thalweg.task.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The examples of one request, scored as they are read. Reusable; one owner thread at a time. */
final class ScoreSession {
    private static final int DEEPEST = 16;

    /** Bounded against what is deep, long or absurd; the numbers of an answer are as short as they can be. */
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(400)
                    .maxNameLength(1_000)
                    .build())
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private final ServedModel model;
    private final Desk desk;
    private final FieldReader reader;
    private final int[] first; // by task: of its scores in a row
    private final int[] classes; // by task: more than two, or 0
    private final int row;
    private final List<@Nullable Refusal> refusals = new ArrayList<>();
    private float[] scores; // [examples, row]: of each task, then the probabilities of its classes

    ScoreSession(ServedModel model) {
        this.model = model;
        desk = model.scorer().desk();
        reader = new FieldReader(model.fields());
        List<Task> tasks = model.tasks();
        first = new int[tasks.size()];
        classes = new int[tasks.size()];
        int next = tasks.size();
        for (int task = 0; task < tasks.size(); task++) {
            var loss = tasks.get(task).loss();
            classes[task] = loss.isClassification() && loss.outputs() > 2 ? loss.outputs() : 0;
            first[task] = next;
            next += classes[task];
        }
        row = next;
        scores = new float[row];
    }

    ServedModel model() {
        return model;
    }

    /** Forgets the examples of the last request. */
    void begin() {
        refusals.clear();
    }

    /** Scores the object that begins here. */
    void example(JsonParser json, long now) throws IOException {
        Refusal refusal;
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            refusal = new Refusal("WRONG_TYPE", "an example must be an object with a member for each field");
        } else {
            ObservationBuilder fields = desk.ask();
            refusal = reader.read(json, fields, now);
        }
        if (refusal == null) {
            refusal = desk.answer().map(Refusal::of).orElse(null);
        }
        if (refusal == null) {
            keep();
        }
        refusals.add(refusal);
    }

    private void keep() {
        int at = refusals.size() * row;
        if (at + row > scores.length) {
            scores = Arrays.copyOf(scores, Math.max(2 * scores.length, at + row));
        }
        for (int task = 0; task < first.length; task++) {
            scores[at + task] = desk.score(task);
            for (int k = 0; k < classes[task]; k++) {
                scores[at + first[task] + k] = desk.probability(task, k);
            }
        }
    }

    /** What each field of the last example, which has scores, does to each task's. */
    List<Explanation> explain() {
        return desk.explain();
    }

    /** How many examples there were. */
    int count() {
        return refusals.size();
    }

    /** Why an example has no scores, or null where it has. */
    @Nullable
    Refusal refusal(int example) {
        return refusals.get(example);
    }

    float score(int example, int task) {
        return scores[example * row + task];
    }

    /** How many probabilities a task has: of each class where there are more than two, else none. */
    int classes(int task) {
        return classes[task];
    }

    float probability(int example, int task, int ofClass) {
        return scores[example * row + first[task] + ofClass];
    }

    double fused(int example) {
        return model.fuse(scores, example * row);
    }
}
