package io.thalweg.app.bench;

import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** What was measured again and again, ascending. */
record Sample(double[] values) {
    private static final int WARM_UP = 100_000;
    private static final double NANOS_PER_MICRO = 1e3;

    static Sample of(DoubleStream values) {
        return new Sample(values.sorted().toArray());
    }

    /** Microseconds of single calls, once they are warm. What they answer is looked at, so that nothing is left out. */
    static Sample timing(int calls, IntToDoubleFunction call) {
        double sum = IntStream.range(0, WARM_UP).mapToDouble(call).sum();
        long[] nanos = new long[calls];
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            sum += call.applyAsDouble(i);
            nanos[i] = System.nanoTime() - start;
        }
        if (Double.isNaN(sum)) {
            throw new BenchException("a score is not a number");
        }
        return of(LongStream.of(nanos).mapToDouble(each -> each / NANOS_PER_MICRO));
    }

    /** The smallest value that at least this share of all is not above; NaN of none. */
    double quantile(double share) {
        return values.length == 0 ? Double.NaN : values[Math.max(0, (int) Math.ceil(share * values.length) - 1)];
    }

    int size() {
        return values.length;
    }
}
