package io.thalweg.learn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Whether the mean of a stream of gaps is above or below 0, asked after every one of them and yet wrong with no more
 * than a given chance: the empirical-Bernstein confidence sequence of Howard et al. 2021 (1810.08240, theorem 4) under
 * their polynomial stitched boundary (theorem 1 and equation 10).
 *
 * <p>The theorem needs bounded gaps, and losses have no bounds: gaps are measured in the largest one before them, or in
 * 1 if that was smaller, and only one that is larger than all before it is cut. Cutting more, say at some multiple of
 * what is usual, would leave out just those gaps that a rare class is about. When the mean is found to be below 0, the
 * question is asked again from there on, with a smaller chance of an error, so that the chances of all times sum up to
 * the given one and a long good past does not outweigh a bad present.
 */
final class GapEvidence implements Remembered {
    private static final double RANGE = 2; // of a measured gap, from -1 to 1

    // of the stitched boundary: eta = 2, s = 1.4, from an intrinsic time of 1 on
    private static final double S = 1.4;
    private static final double ZETA_OF_S = 3.105_547_278;
    private static final double K1 = (StrictMath.pow(2, 0.25) + StrictMath.pow(2, -0.25)) / StrictMath.sqrt(2);
    private static final double K2 = (StrictMath.sqrt(2) + 1) / 2;

    private double largest = 1; // size of a gap, at least
    private long count; // since the question was last asked
    private double sum;
    private double variance; // intrinsic time: squared differences from what was to be expected
    private long asked; // how often before

    /** What is known with confidence. */
    enum Verdict {
        ABOVE,
        BELOW,
        OPEN
    }

    /**
     * Takes one more gap into account.
     *
     * @param gap free of units, so that 1 is what one usually loses
     * @param error chance that {@link Verdict#ABOVE} is ever answered while the mean is not above 0
     */
    Verdict observe(double gap, double error) {
        if (!Double.isFinite(gap)) {
            return Verdict.OPEN;
        }
        double measured = Math.max(-1, Math.min(1, gap / largest));
        double expected = lead();
        variance += (measured - expected) * (measured - expected);
        sum += measured;
        count++;
        largest = Math.max(largest, Math.abs(gap));
        double bound = boundary(error * 6 / (StrictMath.PI * StrictMath.PI * (asked + 1) * (asked + 1)));
        if (sum < -bound) {
            askAgain();
            return Verdict.BELOW;
        }
        return sum > bound ? Verdict.ABOVE : Verdict.OPEN;
    }

    /** Asks the same question of the gaps to come alone. */
    void askAgain() {
        asked++;
        count = 0;
        sum = 0;
        variance = 0;
    }

    /** Mean of the measured gaps since the question was last asked. */
    double lead() {
        return count == 0 ? 0 : sum / count;
    }

    /** Of the sum at the present intrinsic time, crossed with no more than the chance {@code error}. */
    private double boundary(double error) {
        double time = Math.max(1, variance);
        double l = S * StrictMath.log(StrictMath.log(2 * time) / StrictMath.log(2)) + StrictMath.log(ZETA_OF_S / error);
        return StrictMath.sqrt(K1 * K1 * time * l + K2 * K2 * RANGE * RANGE * l * l) + K2 * RANGE * l;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeDouble(largest);
        out.writeLong(count);
        out.writeDouble(sum);
        out.writeDouble(variance);
        out.writeLong(asked);
    }

    @Override
    public void read(DataInput in) throws IOException {
        largest = in.readDouble();
        count = in.readLong();
        sum = in.readDouble();
        variance = in.readDouble();
        asked = in.readLong();
    }
}
