package io.thalweg.drift;

import io.thalweg.check.Require;

/** What is done about a task whose loss has risen. */
public sealed interface Reaction {
    /** Nothing but the alarm. */
    record Note() implements Reaction {}

    /**
     * What is the task's own learns faster for a while.
     *
     * @param times how many times faster
     * @param labels of the task for which it does
     */
    record RaiseRate(double times, long labels) implements Reaction {
        public RaiseRate {
            Require.that(times > 1 && times <= 100, "times must be above 1, at most 100, got %s", times);
            Require.that(labels >= 1, "for must be at least 1 label, got %d", labels);
        }
    }

    /** What is the task's own begins anew. */
    record ResetHead() implements Reaction {}
}
