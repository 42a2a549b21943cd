package io.thalweg.lane;

import io.thalweg.feature.Example;
import io.thalweg.feature.Extracted;
import io.thalweg.feature.Feature;
import io.thalweg.ingest.Reason;
import io.thalweg.learn.FrozenLearner;
import io.thalweg.learn.Reader;
import java.util.Optional;

/** What a lane that stands still answers to requests, as it would at its place in the log. One owner thread. */
public final class Reading {
    private final Reader reader;
    private final Recollection recollection;

    Reading(Reader reader, Recollection recollection) {
        this.reader = reader;
        this.recollection = recollection;
    }

    /** Position of each task's first score. */
    public int[] first() {
        return reader.first();
    }

    /** How many scores an answer has. */
    public int outputs() {
        return reader.outputs();
    }

    /** What all of it is made of; nobody may score meanwhile. */
    public FrozenLearner frozen() {
        return reader.frozen();
    }

    /** What is remembered of the keys of a feature. */
    public FrozenKeys.OfCounts frozen(Feature.Count feature) {
        return recollection.frozen(feature);
    }

    /** What is remembered of the keys of a feature. */
    public FrozenKeys.OfRates frozen(Feature.Rate feature) {
        return recollection.frozen(feature);
    }

    /**
     * Fills {@code scores [outputs]}, in learned units; or says why there are none.
     *
     * @param request its arrays may be overwritten
     */
    public Optional<Extracted.Rejected> score(Example request, float[] scores) {
        recollection.fillIn(request);
        reader.score(request, scores);
        for (float score : scores) {
            if (!Float.isFinite(score)) {
                return Optional.of(new Extracted.Rejected(
                        Reason.OVERFLOW,
                        "the model has no finite score for it: its numbers are too large for what was learned"));
            }
        }
        return Optional.empty();
    }
}
