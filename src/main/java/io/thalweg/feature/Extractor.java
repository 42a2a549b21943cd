package io.thalweg.feature;

import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.Observation;
import java.util.List;

/**
 * Makes examples of observations: hashes, logarithms and labels, whatever needs no memory. Reusable; one owner thread.
 */
public final class Extractor {
    private static final float[] NO_LABELS = {};

    private final Buckets buckets;
    private final Labels labels;
    private final List<Feature.Numerical> numerics;
    private final int layout;
    private final int key;

    public Extractor(FeatureMap map, InputMap input) {
        buckets = new Buckets(map);
        labels = new Labels(map, input);
        numerics = map.numerics();
        layout = map.fingerprint();
        key = input.key();
    }

    /** An example (a request, where no label is known), or why there is none. */
    public Extracted extract(Observation observation) {
        int topic = labels.topic(observation);
        float[] known = labels.of(topic, observation);
        float[] weights = labels.weights(topic, observation);
        String complaint = known.length == 0 ? "" : labels.complaint(topic, observation, known, weights);
        if (!complaint.isEmpty()) {
            return new Extracted.Rejected(io.thalweg.ingest.Reason.BAD_LABEL, complaint);
        }
        buckets.read(observation);
        return new Extracted.Accepted(new Example(
                layout,
                key < 0 ? null : observation.text(key),
                observation.time(),
                observation.source(),
                buckets.ofCategoricals(),
                buckets.ofSequences(observation),
                numbers(observation),
                labels.tasks(topic),
                known,
                known.length == 0 ? NO_LABELS : weights));
    }

    private float[] numbers(Observation observation) {
        float[] numbers = new float[numerics.size()];
        int rate = 0;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = numerics.get(i) instanceof Feature.Numeric numeric
                    ? number(numeric, observation.number(numeric.column()))
                    : buckets.ofRate(rate++);
        }
        return numbers;
    }

    private static float number(Feature.Numeric numeric, double number) {
        return numeric.log1p() && !Double.isNaN(number)
                ? (float) StrictMath.log1p(Math.max(number, 0))
                : (float) number;
    }
}
