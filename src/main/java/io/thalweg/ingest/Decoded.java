package io.thalweg.ingest;

/** What became of one raw event: an observation to learn from, or the reason there is none. */
public sealed interface Decoded {
    /** Readable; its labels have not been judged yet. */
    record Accepted(Observation observation) implements Decoded {}

    /** Unreadable; {@code detail} names the field, what was found and what is allowed. */
    record Rejected(Reason reason, String detail) implements Decoded {}
}
