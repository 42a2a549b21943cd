package io.thalweg.feature;

import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.Observation;
import io.thalweg.ingest.Reason;
import java.util.List;
import java.util.Optional;

/**
 * Makes examples of observations: hashes, logarithms and labels, whatever needs no memory. Reusable; one owner thread.
 */
public final class Extractor {
    private static final float[] NO_LABELS = {};

    private final Buckets buckets;
    private final Labels labels;
    private final Admission admission;
    private final List<Feature.Numbers> numbers;
    private final List<Feature.Array> arrays; // among them
    private final int count; // of all their numbers
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
        float[] all = numbers(observation);
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

    private String wrongLength(Observation observation) {
        for (Feature.Array array : arrays) {
            int column = array.all().column();
            int found = observation.numberCount(column);
            if (found > 0 && found != array.length()) {
                return "field '%s' has %d numbers; feature '%s' needs %d"
                        .formatted(input.columns().get(column).field(), found, array.name(), array.length());
            }
        }
        return "";
    }

    private float[] numbers(Observation observation) {
        float[] all = new float[count];
        int next = 0;
        int rate = 0;
        for (Feature.Numbers feature : numbers) {
            if (feature instanceof Feature.Numeric numeric) {
                all[next++] = number(numeric, observation.number(numeric.column()));
            } else if (feature instanceof Feature.Array array) {
                for (int i = 0; i < array.length(); i++) {
                    all[next++] =
                            number(array.all(), observation.number(array.all().column(), i));
                }
            } else {
                all[next++] = buckets.ofRate(rate++);
            }
        }
        return all;
    }

    private static float number(Feature.Numeric how, double number) {
        return how.log1p() && !Double.isNaN(number) ? (float) StrictMath.log1p(Math.max(number, 0)) : (float) number;
    }
}
