package io.thalweg.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often each of {@value #BINS} hashed groups of categories came in a window, against the window that it is compared
 * with: the first one, or the one in which a change was found last. Their distance is the population stability index,
 *
 * <pre>
 * sum over groups of (p - q) * log(p / q)
 * </pre>
 *
 * which is the symmetric divergence of Jeffreys (1946). Half a value is added to each group. Two windows of one
 * distribution are 2 * ({@value #BINS} - 1) / window apart on average.
 */
public final class Shares {
    private static final int BINS = 64;

    private final int window;
    private final double threshold;
    private final int[] reference = new int[BINS];
    private final int[] recent = new int[BINS];
    private boolean hasReference;
    private int count; // in the recent window

    public Shares(int window, double threshold) {
        this.window = window;
        this.threshold = threshold;
    }

    /** Takes a category's bucket; the change that it completes, from an index of 0, if it does. */
    public @Nullable Shift observe(int bucket) {
        recent[bucket * 0x9e3779b9 >>> 26]++;
        count++;
        if (count < window) {
            return null;
        }
        double index = index();
        boolean hasChanged = hasReference && index >= threshold;
        if (!hasReference || hasChanged) {
            System.arraycopy(recent, 0, reference, 0, BINS);
            hasReference = true;
        }
        Arrays.fill(recent, 0);
        count = 0;
        return hasChanged ? new Shift(0, index) : null;
    }

    private double index() {
        double all = window + BINS / 2.0;
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            double p = (recent[bin] + 0.5) / all;
            double q = (reference[bin] + 0.5) / all;
            sum += (p - q) * StrictMath.log(p / q);
        }
        return sum;
    }

    public void write(DataOutput out) throws IOException {
        out.writeBoolean(hasReference);
        out.writeInt(count);
        for (int bin = 0; bin < BINS; bin++) {
            out.writeInt(reference[bin]);
            out.writeInt(recent[bin]);
        }
    }

    /** Forgets everything and takes back what {@link #write} wrote. */
    public void read(DataInput in) throws IOException {
        hasReference = in.readBoolean();
        count = in.readInt();
        for (int bin = 0; bin < BINS; bin++) {
            reference[bin] = in.readInt();
            recent[bin] = in.readInt();
        }
    }
}
