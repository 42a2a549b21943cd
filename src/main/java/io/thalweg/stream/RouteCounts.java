package io.thalweg.stream;

import java.util.concurrent.atomic.LongAdder;

/**
 * What the route application has done since the process began. A record whose transaction was aborted is counted again
 * when it comes back; exact figures are those of the topics.
 */
public final class RouteCounts {
    private final LongAdder logged = new LongAdder();
    private final LongAdder quarantined = new LongAdder();

    void countLogged() {
        logged.increment();
    }

    void countQuarantined() {
        quarantined.increment();
    }

    /** Events written to the train log. */
    public long logged() {
        return logged.sum();
    }

    /** Events written to quarantine. */
    public long quarantined() {
        return quarantined.sum();
    }
}
