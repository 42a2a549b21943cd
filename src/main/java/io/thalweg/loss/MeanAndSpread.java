package io.thalweg.loss;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * For a score that is a value: it begins at the running mean, in units of the spread, and is judged in squared ones.
 */
final class MeanAndSpread implements Prior {
    private final Loss loss;
    private final Moments labels = new Moments();

    MeanAndSpread(Loss loss) {
        this.loss = loss;
    }

    @Override
    public void shift(float[] raw, float[] to, int at) {
        to[at] = (float) (labels.mean() + labels.spread() * raw[at]);
    }

    @Override
    public List<Shift> shifts() {
        return List.of(new Shift.Line(labels.mean(), labels.spread()));
    }

    @Override
    public double slopeScale() {
        return 1 / labels.spread();
    }

    @Override
    public double lossScale() {
        return 1 / (labels.spread() * labels.spread());
    }

    @Override
    public void observe(float label) {
        labels.observe(label);
    }

    @Override
    public double baseline(float label) {
        return loss.value(new float[] {(float) labels.mean()}, 0, label);
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
