package io.thalweg.learn;

import io.thalweg.loss.Loss;
import io.thalweg.loss.Meaning;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * For classes. The AUC is that of logits or margins rounded to a bin: with 2,048 bins over 24 logits it is within about
 * 0.001 of the exact one, in constant memory.
 */
final class ClassTally extends Tally {
    private static final int BINS = 2_048;
    private static final double EDGE = 12; // logits beyond count as this

    private final Loss loss;
    private final float[] probabilities; // of the last label's classes
    private final int classes;
    private final double[] sums = new double[4]; // weight, loss, baseline, predicted positives
    private final double[] labels; // by class
    private final double[] positives; // by bin; for two classes only
    private final double[] negatives;

    ClassTally(Loss loss, double window) {
        super(window);
        this.loss = loss;
        probabilities = new float[loss.outputs()];
        classes = Math.max(2, probabilities.length);
        labels = new double[classes];
        positives = new double[classes == 2 ? BINS : 0];
        negatives = new double[positives.length];
    }

    @Override
    void add(double weight, float[] scores, int at, Judged judged) {
        sums[0] += weight;
        sums[1] += weight * judged.loss();
        sums[2] += weight * judged.baseline();
        labels[(int) judged.label()] += weight;
        if (classes == 2) {
            loss.predict(scores, at, probabilities, 0);
            sums[3] += weight * probabilities[probabilities.length - 1];
            double logit = probabilities.length == 1 ? scores[at] : (double) scores[at + 1] - scores[at];
            int bin = (int) ((Math.max(-EDGE, Math.min(EDGE, logit)) + EDGE) / (2 * EDGE) * (BINS - 1));
            (judged.label() == 1 ? positives : negatives)[bin] += weight;
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
        double count = sums[0] / weight();
        double loss = sums[1] / sums[0];
        double baseline = sums[2] / sums[0];
        double auc = classes == 2 ? auc() : Double.NaN;
        if (this.loss.meaning() == Meaning.MARGIN) {
            return Quality.OfClasses.byMargin(count, loss, baseline, auc);
        }
        double entropy = entropy();
        return new Quality.OfClasses(
                count,
                loss,
                baseline,
                loss,
                entropy > 0 ? loss / entropy : Double.NaN,
                auc,
                classes == 2 && labels[1] > 0 ? sums[3] / labels[1] : Double.NaN,
                baseline);
    }

    private double entropy() {
        double entropy = 0;
        for (double seen : labels) {
            double rate = seen / sums[0];
            entropy -= rate > 0 ? rate * StrictMath.log(rate) : 0;
        }
        return entropy;
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
