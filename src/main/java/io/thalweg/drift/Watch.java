package io.thalweg.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A detector over a stream of any unit: the deviation of all values so far is what its settings are in. The first
 * {@value #FIRST} values are only measured.
 */
public final class Watch {
    private static final int FIRST = 100;

    private final Detector detector;
    private Detector.State state;
    private long count;
    private double mean;
    private double squares; // of the differences from it, added up (Welford 1962)

    public Watch(Detector detector) {
        this.detector = detector;
        state = detector.start();
    }

    /** The change that this value completes, in the stream's unit, if it does. What is not finite is passed over. */
    public @Nullable Shift observe(double value) {
        if (!Double.isFinite(value)) {
            return null;
        }
        count++;
        double distance = value - mean;
        mean += distance / count;
        squares += distance * (value - mean);
        double deviation = Math.sqrt(squares / count);
        return count > FIRST && deviation > 0 ? state.observe(value, deviation) : null;
    }

    /** Forgets the values' mean, not their unit: whatever comes now is no change. */
    public void begin() {
        state = detector.start();
    }

    public void write(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeDouble(mean);
        out.writeDouble(squares);
        state.write(out);
    }

    /** Forgets everything and takes back what {@link #write} wrote. */
    public void read(DataInput in) throws IOException {
        count = in.readLong();
        mean = in.readDouble();
        squares = in.readDouble();
        state.read(in);
    }
}
