package io.thalweg.publish;

import io.thalweg.batch.Pending;
import io.thalweg.feature.Example;
import io.thalweg.feature.Extracted;
import io.thalweg.ingest.Reason;

/**
 * An event of the train log that was not learned from, or scored, because it would have spoiled the model.
 *
 * @param offset its place in the train log
 * @param appendTime when the log took it, in epoch milliseconds
 * @param detail what was found, what is allowed, and what to do
 */
public record Refused(long offset, long appendTime, Example example, Reason reason, String detail) {
    public static Refused of(Pending pending, Extracted.Rejected why) {
        return new Refused(pending.offset(), pending.appendTime(), pending.example(), why.reason(), why.detail());
    }
}
