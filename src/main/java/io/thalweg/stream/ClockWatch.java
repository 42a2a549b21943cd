package io.thalweg.stream;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Notices when the time of day is set back. Kafka's clients and Streams count by it: they would commit nothing and send
 * no heartbeat until it is again what it was. Set forward, it only lets them do everything at once.
 */
final class ClockWatch {
    /** By less than this nobody is thrown out of a group, and no transaction is over before it goes on. */
    static final long BEARABLE_MILLIS = 5_000;

    private final LongSupplier millis;
    private final LongSupplier nanos;
    private long lastMillis;
    private long lastNanos;

    /**
     * @param millis the time of day
     * @param nanos what is never set
     */
    ClockWatch(LongSupplier millis, LongSupplier nanos) {
        this.millis = millis;
        this.nanos = nanos;
        lastMillis = millis.getAsLong();
        lastNanos = nanos.getAsLong();
    }

    /** By how many seconds the time of day was set back since the last look, or 0 if by no more than is bearable. */
    long setBackSeconds() {
        long now = millis.getAsLong();
        long passed = nanos.getAsLong();
        long back = TimeUnit.NANOSECONDS.toMillis(passed - lastNanos) - (now - lastMillis);
        lastMillis = now;
        lastNanos = passed;
        return back > BEARABLE_MILLIS ? TimeUnit.MILLISECONDS.toSeconds(back) : 0;
    }
}
