package io.thalweg.serve;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often each client asks: a bucket for each that fills at the allowed rate and holds a second of it. Remembers the
 * clients that asked last, and no more than {@link #MOST}.
 */
final class Rates {
    static final int MOST = 10_000;

    private static final double NANOS = 1e9;

    private final int rate;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST;
        }
    };

    private static final class Bucket {
        private double held;
        private long since;
    }

    Rates(int rate, LongSupplier nanoTime) {
        this.rate = rate;
        this.nanoTime = nanoTime;
    }

    /** Whether a client may ask now; then it has asked. */
    synchronized boolean admits(String client) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.get(client);
        if (bucket == null) {
            bucket = new Bucket();
            bucket.held = rate;
            buckets.put(client, bucket);
        } else {
            bucket.held = Math.min(rate, bucket.held + (now - bucket.since) / NANOS * rate);
        }
        bucket.since = now;
        if (bucket.held < 1) {
            return false;
        }
        bucket.held--;
        return true;
    }
}
