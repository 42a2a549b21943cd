package io.thalweg.task;

import io.thalweg.check.Require;

/** From a label in its own unit to the unit it is learned in, and back. Metrics are in the learned unit. */
public sealed interface LabelTransform {
    /** The learned label; NaN where the transform is not defined. */
    float apply(float label);

    /** The label whose transform is {@code learned}. */
    float invert(float learned);

    /** Learned as it is. */
    record Identity() implements LabelTransform {
        @Override
        public float apply(float label) {
            return label;
        }

        @Override
        public float invert(float learned) {
            return learned;
        }
    }

    /** log(1 + label), for labels from 0 up with a long tail such as dwell time or spend. */
    record Log1p() implements LabelTransform {
        @Override
        public float apply(float label) {
            return (float) StrictMath.log1p(label);
        }

        @Override
        public float invert(float learned) {
            return (float) StrictMath.expm1(learned);
        }
    }

    /** Divided by a constant, so that a loss sees numbers near 1. */
    record Divide(double by) implements LabelTransform {
        public Divide {
            Require.that(by > 0 && by < Double.POSITIVE_INFINITY, "divide must be positive, got %s", by);
        }

        @Override
        public float apply(float label) {
            return (float) (label / by);
        }

        @Override
        public float invert(float learned) {
            return (float) (learned * by);
        }
    }
}
