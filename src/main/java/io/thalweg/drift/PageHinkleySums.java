package io.thalweg.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What {@link PageHinkley} has seen since the last change. */
final class PageHinkleySums implements Detector.State {
    private static final int FEWEST = 30; // values before which nothing is a change

    private final PageHinkley settings;
    private final Side rise = new Side();
    private final Side fall = new Side();
    private long count;
    private double mean;

    PageHinkleySums(PageHinkley settings) {
        this.settings = settings;
    }

    /** One way to go; since the sum was last 0 is since the change, if it is one. */
    private static final class Side {
        private double excess;
        private long count; // of values since then
        private double values; // their sum

        void add(double beyond, double value, double forgetting) {
            excess = Math.max(0, forgetting * excess + beyond);
            count = excess == 0 ? 0 : count + 1;
            values = excess == 0 ? 0 : values + value;
        }

        void clear() {
            excess = 0;
            count = 0;
            values = 0;
        }

        Shift shift(long all, double mean) {
            double before = all == count ? mean : (mean * all - values) / (all - count);
            return new Shift(before, values / count);
        }

        void write(DataOutput out) throws IOException {
            out.writeDouble(excess);
            out.writeLong(count);
            out.writeDouble(values);
        }

        void read(DataInput in) throws IOException {
            excess = in.readDouble();
            count = in.readLong();
            values = in.readDouble();
        }
    }

    @Override
    public @Nullable Shift observe(double value, double unit) {
        count++;
        mean += (value - mean) / count;
        rise.add((value - mean) / unit - settings.delta(), value, settings.forgetting());
        fall.add((mean - value) / unit - settings.delta(), value, settings.forgetting());
        Side larger = rise.excess >= fall.excess ? rise : fall;
        if (count + 1 < FEWEST || larger.excess < settings.threshold()) {
            return null;
        }
        Shift shift = larger.shift(count, mean);
        begin();
        return shift;
    }

    private void begin() {
        count = 0;
        mean = 0;
        rise.clear();
        fall.clear();
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(count);
        out.writeDouble(mean);
        rise.write(out);
        fall.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
        count = in.readLong();
        mean = in.readDouble();
        rise.read(in);
        fall.read(in);
    }
}
