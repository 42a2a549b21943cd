package io.thalweg.app.bench;

import java.util.Map;

/**
 * What one run of one contestant came to.
 *
 * @param seconds from the moment everything was running until the last event was committed
 * @param quality logloss of {@code click} and {@code buy}, RMSE of {@code dwell}; empty where nothing is learned
 * @param cpuSeconds processor time of each group of threads
 * @param where for each stream thread, the share of its time in each part of the program
 * @param heapPeak most bytes of heap in use at any moment
 * @param heapLive bytes of heap still reachable at the end
 */
record Outcome(
        long events,
        double seconds,
        Map<String, Double> quality,
        Map<String, Double> cpuSeconds,
        Map<String, Map<String, Double>> where,
        Heap heap) {
    /** In bytes. */
    record Heap(long limit, long peak, long live) {}

    Outcome withQuality(Map<String, Double> found) {
        return new Outcome(events, seconds, found, cpuSeconds, where, heap);
    }

    double rate() {
        return events / seconds;
    }
}
