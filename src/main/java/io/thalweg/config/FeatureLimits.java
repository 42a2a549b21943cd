package io.thalweg.config;

import io.thalweg.batch.BatchSettings;
import io.thalweg.encoder.Encoder;
import io.thalweg.feature.Feature;
import java.util.List;

/** How large features can be beside the batches of a configuration. */
record FeatureLimits(Block root, int tasks, BatchSettings batch) {
    private static final long MOST = Integer.MAX_VALUE - 8; // numbers of an array

    /** Complains where they are that. */
    void require(List<Feature> features) {
        Value value = root.get("features");
        if (value == null) {
            return;
        }
        for (Feature feature : features) {
            if (feature instanceof Feature.Sequence sequence && sequence.isEncoded()) {
                requireRoom(value, sequence.name(), sequence.length(), sequence.encoder(), sequence.dimension());
            } else if (feature instanceof Feature.Image image) {
                int channels = image.encoder().channels();
                requireRoom(value, image.name(), image.encoder().pixels(), image.encoder(), channels);
            }
        }
    }

    /** An encoder holds what each of its layers reads and makes of all places of a batch. */
    private void requireRoom(Value value, String name, int places, Encoder encoder, int dimension) {
        long rows = batch.schedule() == BatchSettings.Schedule.ROUND ? (long) batch.size() * tasks : batch.size();
        long widest = encoder.layers(dimension).stream()
                .mapToLong(layer -> Math.max(layer.inputs(), layer.outputs()) + 1L)
                .max()
                .orElse(0);
        if ((rows + 12) * (places + 1) * widest > MOST) {
            value.complain(
                    "has with '%s' an encoder of %,d places of up to %,d numbers, in batches of %,d events; allowed are"
                            + " 2^31 numbers in all: take smaller batches, a shorter length or fewer units",
                    name, places, widest, rows);
        }
    }
}
