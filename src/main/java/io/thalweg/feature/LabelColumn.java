package io.thalweg.feature;

import io.thalweg.task.LabelTransform;

/**
 * Where a task's label comes from.
 *
 * @param task position of the task
 * @param column position of the label's NUMBER column
 * @param rule from the field's number to the label; NaN where the field says nothing about the label
 * @param weightColumn position of a NUMBER column with the event's weight for this task, or -1 for a weight of 1
 */
public record LabelColumn(int task, int column, Rule rule, int weightColumn) {
    /** From a field's value to a label in its own unit (before {@link LabelTransform}). */
    public sealed interface Rule {
        float label(double value);

        /** The value itself. */
        record Value() implements Rule {
            @Override
            public float label(double value) {
                return (float) value;
            }
        }

        /** 1 where the value equals {@code bound}, else 0. */
        record Equals(double bound) implements Rule {
            @Override
            public float label(double value) {
                return value == bound ? 1 : 0;
            }
        }

        /** 1 where the value is greater than {@code bound}, else 0. */
        record Above(double bound) implements Rule {
            @Override
            public float label(double value) {
                return value > bound ? 1 : 0;
            }
        }

        /** 1 where the value is less than {@code bound}, else 0. */
        record Below(double bound) implements Rule {
            @Override
            public float label(double value) {
                return value < bound ? 1 : 0;
            }
        }
    }
}
