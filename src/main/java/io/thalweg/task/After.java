package io.thalweg.task;

import io.thalweg.check.Require;

/** That a task comes after another one, which is called by its name, and what it has of that. */
public sealed interface After {
    /** The earlier task. */
    String task();

    /** What of it decides what learned numbers mean, and cannot change under them. */
    String meaning();

    /** How far the later task's loss reaches into what the earlier one's head makes. */
    enum Gradient {
        /** Through it, to all that is below it. */
        FULL,
        /** Not at all: it is read, and learns nothing from being read. */
        STOP
    }

    /**
     * The later head also reads what the earlier one makes: the top layer of its own, or its scores where it has no
     * layer (deep Bayesian multi-target learning, Wang et al. 2019, section 3). Never the earlier task's label.
     */
    record Passing(String task, Gradient gradient) implements After {
        @Override
        public String meaning() {
            return task + " by passing";
        }
    }

    /**
     * The later task happens only where the earlier one has, and its own score is that of happening there: the chance
     * of both is the product (entire space multi-task model, Ma et al. 2018, section 2.2). Labels of the later task are
     * of all events, 0 where the earlier one did not happen.
     */
    record Product(String task) implements After {
        @Override
        public String meaning() {
            return task + " by product";
        }
    }

    /**
     * Information is transferred from the earlier head and weighed, event by event, against what the later one makes
     * itself (adaptive information transfer, Xi et al. 2021, section 4.3); and the later chance pays {@code calibrator}
     * times what it is above the earlier one (their section 4.4).
     */
    record Attention(String task, Gradient gradient, double calibrator) implements After {
        public Attention {
            Require.that(calibrator >= 0 && calibrator <= 100, "calibrator must be from 0 to 100, got %s", calibrator);
        }

        @Override
        public String meaning() {
            return task + " by attention";
        }
    }
}
