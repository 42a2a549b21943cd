package io.thalweg.app.bench;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** How long single calls took, in nanoseconds, ascending. */
record Latencies(long[] nanos) {
    private static final int WARM_UP = 100_000;
    private static final double MICRO = 1e3;

    /** Of {@code calls}, once they are warm. What they answer is looked at, so that nothing is left out. */
    static Latencies of(int calls, IntToDoubleFunction call) {
        double sum = 0;
        for (int i = 0; i < WARM_UP; i++) {
            sum += call.applyAsDouble(i);
        }
        long[] nanos = new long[calls];
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            sum += call.applyAsDouble(i);
            nanos[i] = System.nanoTime() - start;
        }
        if (Double.isNaN(sum)) {
            throw new BenchException("a score is not a number");
        }
        Arrays.sort(nanos);
        return new Latencies(nanos);
    }

    /** In microseconds. */
    double quantile(double share) {
        int at = (int) Math.min(nanos.length - 1L, Math.round(share * nanos.length));
        return nanos[at] / MICRO;
    }
}
