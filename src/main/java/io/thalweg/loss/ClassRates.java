package io.thalweg.loss;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Running rates of classes: scores begin at their log-odds, or at what a loss has in their place. */
final class ClassRates implements Prior {
    private static final double IMAGINED = 0.5; // labels of each class assumed before the first (Jeffreys)

    private final DoubleUnaryOperator scoreOfLogit;
    private final double[] classes; // labels seen of each class
    private final double[] starts; // of each score
    private double count;
    private boolean isStale = true; // starts are those of earlier rates

    private ClassRates(int classes, int outputs, DoubleUnaryOperator scoreOfLogit) {
        this.classes = new double[classes];
        starts = new double[outputs];
        this.scoreOfLogit = scoreOfLogit;
    }

    /** One score, which says by itself what the log-odds of 1 are. */
    static ClassRates ofTwo(DoubleUnaryOperator scoreOfLogit) {
        return new ClassRates(2, 1, scoreOfLogit);
    }

    /** A score for each class. */
    static ClassRates ofMany(int classes) {
        return new ClassRates(classes, classes, logit -> logit);
    }

    @Override
    public void shift(float[] raw, float[] to, int at) {
        if (isStale) {
            begin();
        }
        for (int k = 0; k < starts.length; k++) {
            to[at + k] = (float) (raw[at + k] + starts[k]);
        }
    }

    @Override
    public List<Shift> shifts() {
        if (isStale) {
            begin();
        }
        return Arrays.stream(starts)
                .<Shift>mapToObj(start -> new Shift.Line(start, 1))
                .toList();
    }

    private void begin() {
        if (starts.length == 1) {
            starts[0] = scoreOfLogit.applyAsDouble(StrictMath.log(rate(1) / rate(0)));
        } else {
            for (int k = 0; k < starts.length; k++) {
                starts[k] = StrictMath.log(rate(k));
            }
        }
        isStale = false;
    }

    @Override
    public void observe(float label) {
        count++;
        classes[(int) label]++;
        isStale = true;
    }

    /** In nats. */
    @Override
    public double baseline(float label) {
        return -StrictMath.log(rate((int) label));
    }

    private double rate(int k) {
        return (classes[k] + IMAGINED) / (count + IMAGINED * classes.length);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        for (double seen : classes) {
            out.writeDouble(seen);
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        count = 0;
        for (int k = 0; k < classes.length; k++) {
            classes[k] = in.readDouble();
            count += classes[k];
        }
        begin(); // at once: what stands still may be read by several threads
    }
}
