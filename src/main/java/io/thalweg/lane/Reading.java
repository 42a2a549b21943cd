package io.thalweg.lane;

import io.thalweg.feature.Example;
import io.thalweg.feature.Extracted;
import io.thalweg.ingest.Reason;
import java.util.Optional;

/** What a lane that stands still answers to requests, as it would at its place in the log. */
public final class Reading {
    private final Trainer trainer;
    private final long offset;

    Reading(Trainer trainer, long offset) {
        this.trainer = trainer;
        this.offset = offset;
    }

    /** Position of each task's first score. */
    public int[] first() {
        return trainer.learner().networks().outputs().first();
    }

    /** How many scores an answer has. */
    public int outputs() {
        return trainer.learner().networks().outputs().count();
    }

    /** Fills {@code scores [outputs]}, in learned units; or says why there are none. */
    public Optional<Extracted.Rejected> score(Example example, float[] scores) {
        synchronized (trainer) {
            float[] answer = trainer.learner().score(trainer.recollection().fill(example), offset);
            System.arraycopy(answer, 0, scores, 0, scores.length);
        }
        for (float score : scores) {
            if (!Float.isFinite(score)) {
                return Optional.of(new Extracted.Rejected(
                        Reason.OVERFLOW,
                        "the model has no finite score for it: its numbers are too large for the model"));
            }
        }
        return Optional.empty();
    }
}
