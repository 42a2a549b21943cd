package io.thalweg.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The window of {@link Adwin} as an exponential histogram: at most {@value #MOST} buckets of each size 1, 2, 4 ..., of
 * which the two oldest of a size become one of the next (section 4 of the paper). Each knows its sum and its squared
 * deviations, so that the variance of the window is exact.
 */
final class AdwinWindow implements Detector.State {
    private static final int MOST = 5; // buckets of a size
    private static final int SIZES = 48; // more values than any log has
    private static final int CLOCK = 32; // values between two looks, as the authors have it
    private static final int SHORTEST = 5; // part of a window

    private final Adwin settings;
    private final int[] counts = new int[SIZES];
    private final double[][] sums = new double[SIZES][MOST + 1]; // of each size, oldest first
    private final double[][] squares = new double[SIZES][MOST + 1];
    private long width;
    private long ticks;

    AdwinWindow(Adwin settings) {
        this.settings = settings;
    }

    /** Where the window is best cut in two. */
    private record Cut(double certainty, long older, Shift shift) {}

    @Override
    public @Nullable Shift observe(double value, double unit) {
        add(0, value, 0);
        width++;
        ticks++;
        if (ticks % CLOCK != 0) {
            return null;
        }
        Shift found = null;
        for (Cut cut = cut(unit); cut != null; cut = cut(unit)) {
            found = found == null ? cut.shift() : found;
            drop(cut.older());
        }
        boolean isTold = found != null && Math.abs(found.after() - found.before()) >= settings.tolerance() * unit;
        return isTold ? found : null;
    }

    private void add(int size, double sum, double square) {
        sums[size][counts[size]] = sum;
        squares[size][counts[size]] = square;
        counts[size]++;
        if (counts[size] > MOST) {
            double n = 1L << size;
            double gap = (sums[size][0] - sums[size][1]) / n;
            double both = sums[size][0] + sums[size][1];
            double deviations = squares[size][0] + squares[size][1] + n / 2 * gap * gap;
            remove(size, 2);
            add(size + 1, both, deviations);
        }
    }

    private void remove(int size, int oldest) {
        counts[size] -= oldest;
        System.arraycopy(sums[size], oldest, sums[size], 0, counts[size]);
        System.arraycopy(squares[size], oldest, squares[size], 0, counts[size]);
    }

    /** Drops whole buckets, the oldest first. */
    private void drop(long values) {
        long left = values;
        for (int size = SIZES - 1; left > 0; size--) {
            while (counts[size] > 0 && left > 0) {
                remove(size, 1);
                left -= 1L << size;
            }
        }
        width -= values;
    }

    /**
     * The most certain cut of those whose parts differ by more than equation 3.1 of the paper allows, if there is any.
     */
    private @Nullable Cut cut(double unit) {
        if (width < 2 * SHORTEST) {
            return null;
        }
        double sum = sum();
        double variance = variance(sum / width);
        double log = StrictMath.log(2 * StrictMath.log(width) / settings.delta());
        Cut best = null;
        long older = 0;
        double olderSum = 0;
        for (int size = SIZES - 1; size >= 0; size--) {
            for (int i = 0; i < counts[size]; i++) {
                older += 1L << size;
                olderSum += sums[size][i];
                long newer = width - older;
                if (older >= SHORTEST && newer >= SHORTEST) {
                    double before = olderSum / older;
                    double after = (sum - olderSum) / newer;
                    double m = 1.0 / older + 1.0 / newer; // the reciprocal of the paper's
                    double chance = Math.sqrt(2 * m * variance * log) + 2.0 / 3 * m * log * settings.range() * unit;
                    double certainty = Math.abs(before - after) / chance;
                    if (certainty > (best == null ? 1 : best.certainty())) {
                        best = new Cut(certainty, older, new Shift(before, after));
                    }
                }
            }
        }
        return best;
    }

    private double sum() {
        double sum = 0;
        for (int size = SIZES - 1; size >= 0; size--) {
            for (int i = 0; i < counts[size]; i++) {
                sum += sums[size][i];
            }
        }
        return sum;
    }

    private double variance(double mean) {
        double all = 0;
        for (int size = SIZES - 1; size >= 0; size--) {
            double n = 1L << size;
            for (int i = 0; i < counts[size]; i++) {
                double gap = sums[size][i] / n - mean;
                all += squares[size][i] + n * gap * gap;
            }
        }
        return all / width;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(width);
        out.writeLong(ticks);
        for (int size = 0; size < SIZES; size++) {
            out.writeByte(counts[size]);
            for (int i = 0; i < counts[size]; i++) {
                out.writeDouble(sums[size][i]);
                out.writeDouble(squares[size][i]);
            }
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        width = in.readLong();
        ticks = in.readLong();
        Arrays.fill(counts, 0);
        for (int size = 0; size < SIZES; size++) {
            counts[size] = in.readByte();
            for (int i = 0; i < counts[size]; i++) {
                sums[size][i] = in.readDouble();
                squares[size][i] = in.readDouble();
            }
        }
    }
}
