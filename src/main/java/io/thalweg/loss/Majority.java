package io.thalweg.loss;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Which of two classes is more frequent. Margins begin at 0 all the same: at the majority's own margin, where the loss
 * of a constant is least, its examples have no slope, and there is nothing to learn but the exceptions.
 */
final class Majority implements Prior {
    private double zeros;
    private double ones;

    @Override
    public void shift(float[] raw, float[] to, int at) {
        to[at] = raw[at];
    }

    @Override
    public List<Shift> shifts() {
        return List.of(new Shift.Line(0, 1));
    }

    @Override
    public void observe(float label) {
        if (label == 1) {
            ones++;
        } else {
            zeros++;
        }
    }

    /** Hinge loss of the majority's margin, 1 or -1; of 0 where there is none. */
    @Override
    public double baseline(float label) {
        double majority = Math.signum(ones - zeros);
        return 1 - (label == 1 ? majority : -majority);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeDouble(zeros);
        out.writeDouble(ones);
    }

    @Override
    public void read(DataInput in) throws IOException {
        zeros = in.readDouble();
        ones = in.readDouble();
    }
}
