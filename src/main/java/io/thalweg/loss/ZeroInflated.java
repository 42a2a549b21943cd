package io.thalweg.loss;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * For the three scores of {@link ZeroInflatedLogNormal}: they begin at the log-odds of a label above 0, and at mean and
 * spread of the logarithms of those that are. The mean speaks in units of the spread.
 */
final class ZeroInflated implements Prior {
    private static final double IMAGINED = 0.5; // labels of either kind assumed before the first

    private final ZeroInflatedLogNormal loss;
    private final Moments labels = new Moments();
    private final Moments logarithms = new Moments(); // of labels above 0

    ZeroInflated(ZeroInflatedLogNormal loss) {
        this.loss = loss;
    }

    @Override
    public void shift(float[] raw, float[] to, int at) {
        double positive = logarithms.count() + IMAGINED;
        double zero = labels.count() - logarithms.count() + IMAGINED;
        double spread = logarithms.spread();
        to[at] = (float) (raw[at] + StrictMath.log(positive / zero));
        to[at + 1] = (float) (logarithms.mean() + spread * raw[at + 1]);
        to[at + 2] = (float) (raw[at + 2] + ZeroInflatedLogNormal.scoreOfSigma(spread));
    }

    @Override
    public void unstretch(float[] slopes, int at) {
        slopes[at + 1] = (float) (slopes[at + 1] * logarithms.spread());
    }

    @Override
    public void observe(float label) {
        labels.observe(label);
        if (label > 0) {
            logarithms.observe(StrictMath.log(label));
        }
    }

    @Override
    public double baseline(float label) {
        float[] usual = new float[loss.outputs()];
        shift(usual, usual, 0);
        return loss.value(usual, 0, label);
    }

    @Override
    public double squaredError(float label) {
        return labels.squaredError(label);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        labels.write(out);
        logarithms.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
        labels.read(in);
        logarithms.read(in);
    }
}
