package io.thalweg.serve.page;

import java.util.ArrayDeque;
import java.util.Deque;

/** Labels learned a second, over about the last half minute of the clock that the samples are given with. */
final class LabelRate {
    private static final long SPAN_MILLIS = 30_000;
    private static final long APART_MILLIS = 250; // metrics of all tasks come together
    private static final long QUIET_MILLIS = 10_000; // no more than a usual gap between metrics

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long millis, long labelled) {}

    /** @param labelled by all tasks together */
    void add(long millis, long labelled) {
        Sample last = samples.peekLast();
        if (last != null && labelled < last.labelled()) {
            samples.clear();
        } else if (last != null && millis - last.millis() < APART_MILLIS && samples.size() > 1) {
            samples.removeLast();
            samples.addLast(new Sample(last.millis(), labelled));
            return;
        }
        samples.addLast(new Sample(millis, labelled));
        while (samples.size() > 2 && millis - samples.getFirst().millis() > SPAN_MILLIS) {
            samples.removeFirst();
        }
    }

    /** NaN before there is anything to tell it from; falls when nothing comes any more. */
    double perSecond(long now) {
        if (samples.size() < 2) {
            return Double.NaN;
        }
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        long until = now - last.millis() > QUIET_MILLIS ? now : last.millis();
        return until - last.millis() > SPAN_MILLIS
                ? 0
                : 1_000.0 * (last.labelled() - first.labelled()) / Math.max(1, until - first.millis());
    }
}
