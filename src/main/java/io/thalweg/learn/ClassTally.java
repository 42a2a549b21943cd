package io.thalweg.learn;

import io.thalweg.loss.Loss;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * For classes. The AUC is that of logits rounded to a bin: with 2,048 bins over 24 logits it is within about 0.001 of
 * the exact one, in constant memory.
 */
final class ClassTally extends Tally {
    private static final int BINS = 2_048;
    private static final double EDGE = 12; // logits beyond count as this

    private final int outputs; // of the loss: a logit, or a score for each class
    private final int classes;
    private final double[] sums = new double[4]; // weight, loss, baseline, predicted positives
    private final double[] labels; // by class
    private final double[] positives; // by bin; for two classes only
    private final double[] negatives;

    ClassTally(Loss loss, double window) {
        super(window);
        outputs = loss.outputs();
        classes = Math.max(2, outputs);
        labels = new double[classes];
        positives = new double[classes == 2 ? BINS : 0];
        negatives = new double[positives.length];
    }

    @Override
    void add(double weight, float[] scores, int at, float label, double loss, double baseline) {
        sums[0] += weight;
        sums[1] += weight * loss;
        sums[2] += weight * baseline;
        labels[(int) label] += weight;
        if (classes == 2) {
            double logit = outputs == 1 ? scores[at] : (double) scores[at + 1] - scores[at];
            sums[3] += weight / (1 + StrictMath.exp(-logit));
            int bin = (int) ((Math.max(-EDGE, Math.min(EDGE, logit)) + EDGE) / (2 * EDGE) * (BINS - 1));
            (label == 1 ? positives : negatives)[bin] += weight;
        }
    }

    @Override
    void scale(double factor) {
        scale(sums, factor);
        scale(labels, factor);
        scale(positives, factor);
        scale(negatives, factor);
    }

    @Override
    Quality.OfClasses quality() {
        double logloss = sums[1] / sums[0];
        double entropy = 0;
        for (double seen : labels) {
            double rate = seen / sums[0];
            entropy -= rate > 0 ? rate * StrictMath.log(rate) : 0;
        }
        boolean two = classes == 2;
        return new Quality.OfClasses(
                sums[0] / weight(),
                logloss,
                entropy > 0 ? logloss / entropy : Double.NaN,
                two ? auc() : Double.NaN,
                two && labels[1] > 0 ? sums[3] / labels[1] : Double.NaN,
                sums[2] / sums[0]);
    }

    private double auc() {
        double below = 0;
        double won = 0;
        for (int bin = 0; bin < BINS; bin++) {
            won += positives[bin] * (below + negatives[bin] / 2);
            below += negatives[bin];
        }
        return won / (labels[0] * labels[1]);
    }

    @Override
    void write(DataOutput out) throws IOException {
        super.write(out);
        write(out, sums);
        write(out, labels);
        write(out, positives);
        write(out, negatives);
    }

    @Override
    void read(DataInput in) throws IOException {
        super.read(in);
        read(in, sums);
        read(in, labels);
        read(in, positives);
        read(in, negatives);
    }
}
