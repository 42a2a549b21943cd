package io.thalweg.app.bench;

import java.util.Locale;

/** What is measured. */
enum Contestant {
    /** The floor: the same records copied, exactly once. */
    PASSTHROUGH,
    /** A linear model, from the input topic to the predictions. */
    LEARN_LINEAR,
    /** A shared trunk, from the input topic to the predictions. */
    LEARN_SHARED,
    /** The train log of {@link #LEARN_SHARED}, learned from again. */
    REPLAY_SHARED,
    /** {@link #LEARN_LINEAR} with more frequent commits, for predictions that can be read sooner. */
    LINEAR_OFTEN,
    /** {@link #LEARN_SHARED} with more frequent commits. */
    SHARED_OFTEN,
    /** The linear model alone, from memory, on one core. */
    CORE_LINEAR,
    /** The shared trunk alone, from memory, on one core. */
    CORE_SHARED;

    Workload.Model model() {
        return switch (this) {
            case LEARN_LINEAR, LINEAR_OFTEN, CORE_LINEAR -> Workload.Model.LINEAR;
            case PASSTHROUGH, LEARN_SHARED, SHARED_OFTEN, REPLAY_SHARED, CORE_SHARED -> Workload.Model.SHARED;
        };
    }

    Workload.Pace pace() {
        return this == LINEAR_OFTEN || this == SHARED_OFTEN ? Workload.OFTEN : Workload.USUAL;
    }

    boolean isCore() {
        return this == CORE_LINEAR || this == CORE_SHARED;
    }

    /** Whose topics it works on. */
    Contestant host() {
        return this == REPLAY_SHARED ? LEARN_SHARED : this;
    }

    /** Whether its topics are needed no more when it has run. */
    boolean isLastOnItsTopics() {
        return this != LEARN_SHARED;
    }

    /** As messages call it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
