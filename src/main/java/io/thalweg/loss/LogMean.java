package io.thalweg.loss;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * For a score that is the logarithm of a rate: it begins at that of the running mean, half an event being imagined so
 * that there is one (Jeffreys). Slopes are as wide as the labels' spread; they are made smaller where that is above 1,
 * and never larger, as those of a rare class are not.
 */
final class LogMean implements Prior {
    private static final double IMAGINED = 0.5;

    private final Poisson loss;
    private final Moments labels = new Moments();

    LogMean(Poisson loss) {
        this.loss = loss;
    }

    private double start() {
        return labels.count() == 0 ? 0 : StrictMath.log(labels.mean() + IMAGINED / labels.count());
    }

    @Override
    public void shift(float[] raw, float[] to, int at) {
        to[at] = (float) (raw[at] + start());
    }

    @Override
    public List<Shift> shifts() {
        return List.of(new Shift.Line(start(), 1));
    }

    @Override
    public double slopeScale() {
        return 1 / Math.max(1, labels.spread());
    }

    @Override
    public void observe(float label) {
        labels.observe(label);
    }

    @Override
    public double baseline(float label) {
        return loss.value(new float[] {(float) start()}, 0, label);
    }

    @Override
    public double squaredError(float label) {
        return labels.squaredError(label);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        labels.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
        labels.read(in);
    }
}
