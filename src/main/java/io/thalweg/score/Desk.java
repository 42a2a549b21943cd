package io.thalweg.score;

import io.thalweg.feature.Example;
import io.thalweg.feature.Extracted;
import io.thalweg.feature.Extractor;
import io.thalweg.feature.FeatureMap;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.Observation;
import io.thalweg.ingest.ObservationBuilder;
import io.thalweg.ingest.Source;
import io.thalweg.lane.Reading;
import io.thalweg.publish.Predictions;
import io.thalweg.task.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where one thread asks a model, one event after the other: {@link #ask}, tell its fields, {@link #answer}, look at the
 * scores.
 */
public final class Desk {
    private static final Source NOWHERE = new Source("asked", 0, 0);

    private final Reading reading;
    private final InputMap input;
    private final ObservationBuilder fields;
    private final Extractor extractor;
    private final Predictions predictions;
    private final Example request; // used again and again, as everything here
    private final List<Task> tasks;
    private final float[] scores; // of all tasks, in learned units

    Desk(Reading reading, FeatureMap map, InputMap input) {
        this.reading = reading;
        this.input = input;
        fields = new ObservationBuilder(input);
        extractor = new Extractor(map, input);
        predictions = new Predictions(map.tasks(), reading.first(), reading.outputs());
        tasks = map.tasks();
        scores = new float[reading.outputs()];
        request = extractor.blank();
    }

    /** Begins the next event; whatever is not told has no value. Its time must be told, its key and labels need not. */
    public ObservationBuilder ask() {
        return fields.begin(input.topics().get(0));
    }

    /** Scores the event; or says why it cannot be scored, as the stream would in quarantine. */
    public Optional<Extracted.Rejected> answer() {
        Arrays.fill(scores, Float.NaN);
        Observation observation = fields.look(NOWHERE);
        if (observation == null) {
            var rejected = (Decoded.Rejected) fields.build(NOWHERE);
            return Optional.of(new Extracted.Rejected(rejected.reason(), rejected.detail()));
        }
        return answer(observation);
    }

    private Optional<Extracted.Rejected> answer(Observation observation) {
        Optional<Extracted.Rejected> wrong = extractor.fill(observation, request);
        return wrong.isPresent() ? wrong : reading.score(request, scores);
    }

    /**
     * What each field of the event that was answered last does to each task's score: takes some hundred scores.
     *
     * @return one for each task, in configuration order
     * @throws IllegalStateException if the event could not be scored
     */
    public List<Explanation> explain() {
        Observation observation = fields.look(NOWHERE);
        if (observation == null) {
            throw new IllegalStateException("what cannot be scored cannot be explained");
        }
        return new Explainer(this, input, tasks, this::score).explain(observation);
    }

    private void score(Observation observation) {
        answer(observation).ifPresent(why -> {
            throw new IllegalStateException("%s: %s".formatted(why.reason(), why.detail()));
        });
    }

    /**
     * What was answered last of a task: the probability of class 1, the most probable of several classes, or a value in
     * the label's own unit; NaN if the event could not be scored.
     */
    public float score(int task) {
        return predictions.score(task, scores, 0);
    }

    /**
     * Of a task of more than two classes: the probability of one of them, answered last; NaN as with {@link #score}.
     */
    public float probability(int task, int ofClass) {
        return scores[reading.first()[task] + ofClass];
    }
}
