package io.thalweg.drift;

import java.util.Locale;

/**
 * That something about a task has changed.
 *
 * @param feature whose distribution has, of {@link Signal#FEATURE}; empty for the others. Features are no task's own,
 *     so each task has the alarm
 * @param offset in the train log of the example at which it was found
 * @param before of the change, in the signal's unit: {@link Signal} says which
 * @param after likewise
 */
public record Alarm(String task, Signal signal, String feature, long offset, double before, double after) {
    /** In a sentence. */
    public String inWords() {
        String what = switch (signal) {
            case LOSS -> "loss beyond what is usual";
            case LABELS -> "labels";
            case FEATURE -> "feature " + feature;
        };
        return String.format(
                Locale.ROOT, "%s's %s has changed, from %.4g to %.4g, at offset %d", task, what, before, after, offset);
    }

    /** What is watched. */
    public enum Signal {
        /** How much more the model loses on a label than what is usual would, free of units; below 0 it is better. */
        LOSS,
        /** The label as it is learned: the rate of a task of 0 and 1. */
        LABELS,
        /**
         * A number as it is learned, before it is standardised; of categories the population stability index, from 0.
         */
        FEATURE
    }
}
