package io.thalweg.learn;

import io.thalweg.batch.Pending;
import java.util.List;

/** What became of a batch. */
public sealed interface Lesson {
    /** It was learned from. */
    record Learned(Step step) implements Lesson {}

    /**
     * Nothing was learned and nothing has changed, since these of its examples, one at least, would spoil the model.
     */
    record Spoiled(List<Pending> by) implements Lesson {}
}
