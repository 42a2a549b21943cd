package io.thalweg.serve;

import io.thalweg.feature.Extracted;

/**
 * Why one example has no scores.
 *
 * @param reason as the quarantine topic has it, or one of the two that only a request can have
 */
record Refusal(String reason, String detail) {
    static final String UNKNOWN_FIELD = "UNKNOWN_FIELD";
    static final String DUPLICATE_FIELD = "DUPLICATE_FIELD";

    static Refusal of(Extracted.Rejected rejected) {
        return new Refusal(rejected.reason().name(), rejected.detail());
    }
}
