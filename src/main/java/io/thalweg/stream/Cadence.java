package io.thalweg.stream;

/**
 * When a checkpoint is due: after so many log offsets, which bounds what is to be learned again after a crash; at once
 * after the first record of a lane's life, see {@link Recovery}; and a moment after a catch-up, so that who is killed
 * again soon need not do it all again. Not at once then, because a prediction waits for all that is in its transaction,
 * and behind an outage wait the records that had no learner meanwhile.
 *
 * <p>Only when it is written down depends on the clock, never what is learned.
 */
final class Cadence {
    static final long SETTLING_MILLIS = 1_000;
    private static final long NEVER = Long.MIN_VALUE;

    private final long every;
    private boolean caughtUp; // since the last checkpoint
    private boolean hasSettled; // since the catch-up
    private long firstGlance; // behind the catch-up; wall-clock milliseconds

    /** @param every log offsets between two checkpoints */
    Cadence(long every) {
        this.every = every;
    }

    /** To be called when the lane is ready, with whether it had to learn anything again for that. */
    void begin(boolean hasCaughtUp) {
        caughtUp = hasCaughtUp;
        hasSettled = false;
        firstGlance = NEVER;
    }

    /** To be called now and then between records, by wall-clock milliseconds. */
    void glance(long now) {
        if (firstGlance == NEVER) {
            firstGlance = now;
        }
        hasSettled = now - firstGlance >= SETTLING_MILLIS;
    }

    /** @param checkpointed offset that the last checkpoint stands for, -1 before the first */
    boolean isDue(long checkpointed, long nextOffset) {
        return checkpointed < 0 || caughtUp && hasSettled || nextOffset - checkpointed >= every;
    }

    /** To be called behind each checkpoint. */
    void written() {
        caughtUp = false;
    }
}
