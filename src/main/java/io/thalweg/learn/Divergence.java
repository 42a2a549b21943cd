package io.thalweg.learn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Tells a model that has diverged from examples that it cannot stand: it has once {@value #STREAK} examples have been
 * refused in batches of which most were, with nothing learned between, and has recovered with the next batch that is
 * learned from.
 */
final class Divergence implements Remembered {
    private static final int STREAK = 8;

    private long streak;

    boolean isThere() {
        return streak >= STREAK;
    }

    void learned() {
        streak = 0;
    }

    /** {@code refused} of {@code all} examples of a batch. */
    void refused(int refused, int all) {
        if (2 * refused > all) {
            streak += refused;
        }
    }

    /** What was found, and what to do. */
    String complaint() {
        return isThere()
                ? "the model has diverged: at most of its examples its scores or gradients are not finite or beyond all"
                        + " bounds, so it learns from none of them. The event is not to blame, and stays in the train"
                        + " log. Lower optimiser.rate and bring back a sound model ('snapshots list', 'promote"
                        + " SNAPSHOT'), or learn the log again with a lower rate ('replay --config')"
                : "the model's scores or gradient at this event are not finite or beyond all bounds, so it was not"
                        + " learned from; if its values are right, lower optimiser.rate";
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(streak);
    }

    @Override
    public void read(DataInput in) throws IOException {
        streak = in.readLong();
    }
}
