package io.thalweg.stream;

import org.slf4j.MDC;
import org.slf4j.MDC.MDCCloseable;

/** Says in the log where in the stream a line comes from, for those who filter by it. */
final class Whereabouts {
    static final String APPLICATION = "application";
    static final String LANE = "lane"; // partition of the train log
    static final String OFFSET = "offset"; // of the record, in the log that the part reads

    private Whereabouts() {}

    /** From now on this thread works for the application. */
    static void enter(String application) {
        MDC.put(APPLICATION, application);
    }

    /** From now on this thread works for the lane, until {@link #leaveLane}. */
    static void enterLane(String application, int lane) {
        enter(application);
        MDC.put(LANE, Integer.toString(lane));
    }

    static void leaveLane() {
        MDC.remove(LANE);
    }

    /** What is logged until this is closed is about that record. */
    static MDCCloseable at(long offset) {
        return MDC.putCloseable(OFFSET, Long.toString(offset));
    }
}
