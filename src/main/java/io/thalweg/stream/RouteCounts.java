package io.thalweg.stream;

import io.thalweg.ingest.Reason;
import io.thalweg.stream.ThalwegStreams.Part;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the route application has done since the process began. A record whose transaction was aborted is counted again
 * when it comes back; exact figures are those of the topics.
 */
public final class RouteCounts {
    private final LongAdder logged = new LongAdder();
    private final LongAdder quarantined = new LongAdder();
    private final StreamObserver observer;

    RouteCounts(StreamObserver observer) {
        this.observer = observer;
    }

    void countLogged() {
        logged.increment();
        observer.routed();
    }

    void countQuarantined(Reason reason) {
        quarantined.increment();
        observer.quarantined(Part.ROUTE, reason);
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
