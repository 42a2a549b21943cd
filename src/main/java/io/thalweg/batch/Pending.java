package io.thalweg.batch;

import io.thalweg.feature.Example;

/** A labelled example and its place in the train log; {@code appendTime} in epoch milliseconds. */
public record Pending(long offset, long appendTime, Example example) {
    /** The first task, in configuration order, that has a label: whose buffer it waits in. */
    int firstTask() {
        float[] labels = example.labels();
        int index = 0;
        while (Float.isNaN(labels[index])) {
            index++;
        }
        return example.tasks()[index];
    }
}
