package io.thalweg.learn;

import io.thalweg.loss.Loss;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Sums from which a {@link Quality} is made. A fading one lets each label weigh more than the one before instead of
 * making all the others weigh less, which is the same once it is divided by (Gama et al. 2013), and costs nothing.
 */
abstract sealed class Tally permits ClassTally, ValueTally {
    private static final double TOO_LARGE = 1e100;

    private final double growth; // of the weight from label to label; 1 for a lifetime
    private double weight = 1;

    Tally(double window) {
        growth = window == Double.POSITIVE_INFINITY ? 1 : 1 / (1 - 1 / window);
    }

    /** For all labels ever. */
    static Tally lifetime(Loss loss) {
        return of(loss, Double.POSITIVE_INFINITY);
    }

    /** In which a label's weight falls to 1/e over {@code window} labels. */
    static Tally fading(Loss loss, long window) {
        return of(loss, Math.max(2, window));
    }

    private static Tally of(Loss loss, double window) {
        return loss.isClassification() ? new ClassTally(loss, window) : new ValueTally(loss, window);
    }

    /**
     * Counts one label.
     *
     * @param scores shifted scores from {@code at} on
     */
    final void count(float[] scores, int at, Judged judged) {
        weight *= growth;
        if (weight > TOO_LARGE) {
            scale(1 / weight);
            weight = 1;
        }
        add(weight, scores, at, judged);
    }

    abstract void add(double weight, float[] scores, int at, Judged judged);

    abstract void scale(double factor);

    abstract Quality quality();

    /** What one label of now weighs. */
    final double weight() {
        return weight;
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(weight);
    }

    void read(DataInput in) throws IOException {
        weight = in.readDouble();
    }

    static void write(DataOutput out, double[] values) throws IOException {
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    static void read(DataInput in, double[] values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readDouble();
        }
    }

    static void scale(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }
}
