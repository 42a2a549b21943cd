package io.thalweg.feature;

import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.Observation;
import io.thalweg.ingest.Reason;
import io.thalweg.ingest.Source;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Makes examples of observations: hashes, logarithms and labels, whatever needs no memory. Reusable; one owner thread.
 */
public final class Extractor {
    private static final float[] NO_LABELS = {};
    private static final Source NOWHERE = new Source("nowhere", 0, 0);

    private final Buckets buckets;
    private final Labels labels;
    private final Admission admission;
    private final List<Feature.Numbers> numbers;
    private final List<Feature.Array> arrays; // among them
    private final int count; // of all their numbers
    private final int categoricals;
    private final int sequences;
    private final int tasks;
    private final InputMap input;
    private final int layout;
    private final int key;

    public Extractor(FeatureMap map, InputMap input) {
        buckets = new Buckets(map);
        labels = new Labels(map, input);
        admission = new Admission(map);
        numbers = map.numbers();
        arrays = map.arrays();
        count = map.numerics().size();
        categoricals = map.categoricals().size();
        sequences = map.sequences().size();
        tasks = map.tasks().size();
        this.input = input;
        layout = map.fingerprint();
        key = input.key();
    }

    /** An example (a request, where no label is known), or why there is none: see {@link Admission}. */
    public Extracted extract(Observation observation) {
        String wrong = wrongLength(observation);
        if (!wrong.isEmpty()) {
            return new Extracted.Rejected(Reason.WRONG_LENGTH, wrong);
        }
        int topic = labels.topic(observation);
        float[] known = labels.of(topic, observation);
        float[] weights = labels.weights(topic, observation);
        String complaint = known.length == 0 ? "" : labels.complaint(topic, observation, known, weights);
        if (!complaint.isEmpty()) {
            return new Extracted.Rejected(Reason.BAD_LABEL, complaint);
        }
        buckets.read(observation);
        float[] all = new float[count];
        numbers(observation, all);
        Optional<Extracted.Rejected> absurd = admission.complaint(all);
        if (absurd.isPresent()) {
            return absurd.get();
        }
        return new Extracted.Accepted(new Example(
                layout,
                key < 0 ? null : observation.text(key),
                observation.time(),
                observation.source(),
                buckets.ofCategoricals(),
                buckets.ofSequences(observation),
                all,
                labels.tasks(topic),
                known,
                known.length == 0 ? NO_LABELS : weights));
    }

    /** A request with nothing in it, to be filled again and again. */
    public Example blank() {
        int[] tasks = IntStream.range(0, this.tasks).toArray();
        return new Example(
                layout,
                null,
                0,
                NOWHERE,
                new int[categoricals],
                new int[sequences][],
                new float[count],
                tasks,
                NO_LABELS,
                NO_LABELS);
    }

    /**
     * Makes {@code request} that of an observation, whatever labels it has; or says why it cannot.
     *
     * @param request from {@link #blank}; its sequences stay this extractor's
     */
    public Optional<Extracted.Rejected> fill(Observation observation, Example request) {
        String wrong = wrongLength(observation);
        if (!wrong.isEmpty()) {
            return Optional.of(new Extracted.Rejected(Reason.WRONG_LENGTH, wrong));
        }
        buckets.read(observation);
        buckets.ofCategoricals(request.categories());
        buckets.ofSequences(observation, request.sequences());
        numbers(observation, request.numbers());
        return admission.complaint(request.numbers());
    }

    private String wrongLength(Observation observation) {
        for (int i = 0; i < arrays.size(); i++) {
            Feature.Array array = arrays.get(i);
            int column = array.all().column();
            int found = observation.numberCount(column);
            if (found > 0 && found != array.length()) {
                return "field '%s' has %d numbers; feature '%s' needs %d"
                        .formatted(input.columns().get(column).field(), found, array.name(), array.length());
            }
        }
        return "";
    }

    private void numbers(Observation observation, float[] all) {
        int next = 0;
        int rate = 0;
        for (int i = 0; i < numbers.size(); i++) {
            Feature.Numbers feature = numbers.get(i);
            if (feature instanceof Feature.Numeric numeric) {
                all[next++] = number(numeric, observation.number(numeric.column()));
            } else if (feature instanceof Feature.Array array) {
                for (int k = 0; k < array.length(); k++) {
                    all[next++] =
                            number(array.all(), observation.number(array.all().column(), k));
                }
            } else {
                all[next++] = buckets.ofRate(rate++);
            }
        }
    }

    private static float number(Feature.Numeric how, double number) {
        return how.log1p() && !Double.isNaN(number) ? (float) StrictMath.log1p(Math.max(number, 0)) : (float) number;
    }
}
