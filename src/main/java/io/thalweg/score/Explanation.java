package io.thalweg.score;

import java.util.List;

/**
 * What each field of an event does to the score of one task. The parts and the base add up to the score.
 *
 * @param unit of all numbers
 * @param base the score of an event of which only the time is known
 * @param parts of the fields that are known, in configuration order
 */
public record Explanation(String task, Unit unit, double base, double score, List<Part> parts) {
    /** What a score is counted in. */
    public enum Unit {
        /** Logarithm of the odds: of class 1, or of the most probable class against the others together. */
        LOG_ODDS,
        /** How sure a class is, below 0 the other one. */
        MARGIN,
        /** The label's own. */
        LABEL
    }

    /** How far a field moves the score. */
    public record Part(String field, double contribution) {}
}
