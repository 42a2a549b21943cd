package io.thalweg.app.produce;

import io.thalweg.app.console.CommandException;
import java.util.concurrent.locks.LockSupport;

/** Holds work back to so many steps a second, counted from its first. */
public final class Pace {
    private static final double NANOS = 1e9;

    private final double nanosBetween; // 0: as fast as possible
    private long start;
    private long steps;

    /**
     * @param perSecond steps in a second, or 0 for as many as possible
     * @throws CommandException if it is neither
     */
    public Pace(double perSecond) {
        if (!(perSecond >= 0)) {
            throw new CommandException(
                    "--rate must be 0, for as fast as possible, or more events a second, got %s", perSecond);
        }
        nanosBetween = perSecond > 0 ? NANOS / perSecond : 0;
    }

    /** Returns when the next step may be taken, or when the thread is interrupted. */
    public void await() {
        if (nanosBetween == 0) {
            return;
        }
        if (steps == 0) {
            start = System.nanoTime();
        }
        long due = start + (long) (steps++ * nanosBetween);
        for (long now = System.nanoTime(); now < due && !Thread.currentThread().isInterrupted(); ) {
            LockSupport.parkNanos(due - now);
            now = System.nanoTime();
        }
    }
}
