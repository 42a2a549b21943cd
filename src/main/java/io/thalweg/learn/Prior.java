package io.thalweg.learn;

import io.thalweg.loss.Loss;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What one would say of a task's label knowing none of the features: running class rates, or running mean and spread.
 *
 * <p>The network learns the deviation from it: scores of classes begin at the log-odds of the rates, those of values at
 * the mean and in units of the spread. So a rare class costs no warm-up, and tasks of different units pull at the
 * shared parameters with comparable force.
 */
final class Prior {
    private static final double IMAGINED = 0.5; // labels of each class assumed before the first

    private final Loss loss;
    private final double[] classes; // labels seen of each class
    private double count;
    private double mean;
    private double squares;

    Prior(Loss loss) {
        this.loss = loss;
        classes = new double[loss.isClassification() ? Math.max(2, loss.outputs()) : 0];
    }

    /** From the network's raw scores to the loss's: {@code raw[at ..]} to {@code to[at ..]}. */
    void shift(float[] raw, float[] to, int at) {
        if (classes.length == 0) {
            to[at] = (float) (mean + spread() * raw[at]);
        } else if (loss.outputs() == 1) {
            to[at] = (float) (raw[at] + StrictMath.log(rate(1) / rate(0)));
        } else {
            for (int k = 0; k < classes.length; k++) {
                to[at + k] = (float) (raw[at + k] + StrictMath.log(rate(k)));
            }
        }
    }

    /**
     * The slope of the unit-free loss in the raw score, for each unit of slope in the shifted one: values are judged in
     * squared spreads.
     */
    double slopeScale() {
        return classes.length == 0 ? 1 / spread() : 1;
    }

    void observe(float label) {
        count++;
        if (classes.length > 0) {
            classes[(int) label]++;
            return;
        }
        double distance = label - mean;
        mean += distance / count;
        squares += distance * (label - mean);
    }

    /** Loss in nats, or squared error, of saying what is usual. */
    double baseline(float label) {
        if (classes.length > 0) {
            return -StrictMath.log(rate((int) label));
        }
        double error = label - mean;
        return error * error;
    }

    private double rate(int k) {
        return (classes[k] + IMAGINED) / (count + IMAGINED * classes.length);
    }

    private double spread() {
        return Math.sqrt((squares + 1) / (count + 1));
    }

    void write(DataOutput out) throws IOException {
        out.writeDouble(count);
        out.writeDouble(mean);
        out.writeDouble(squares);
        for (double seen : classes) {
            out.writeDouble(seen);
        }
    }

    void read(DataInput in) throws IOException {
        count = in.readDouble();
        mean = in.readDouble();
        squares = in.readDouble();
        for (int k = 0; k < classes.length; k++) {
            classes[k] = in.readDouble();
        }
    }
}
