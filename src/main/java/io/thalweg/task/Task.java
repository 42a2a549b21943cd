package io.thalweg.task;

import io.thalweg.check.Require;
import io.thalweg.loss.Loss;

/**
 * One thing to predict. {@code weight} multiplies the task's loss; a task is known by its position in the
 * configuration, which is also its position in every array.
 */
public record Task(String name, Loss loss, LabelTransform transform, double weight) {
    public Task {
        Require.that(!name.isBlank(), "a task needs a name");
        Require.that(weight >= 0 && weight <= 1e6, "tasks.%s.weight must be from 0 to 1e6, got %s", name, weight);
    }
}
