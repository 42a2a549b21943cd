package io.thalweg.feature;

import io.thalweg.ingest.Reason;

/** What became of one observation: an example, or the reason why there is none. */
public sealed interface Extracted {
    /** Ready for the train log. */
    record Accepted(Example example) implements Extracted {}

    /** Numbers, a label or a weight that nobody can learn from; see {@link Admission}. */
    record Rejected(Reason reason, String detail) implements Extracted {}
}
