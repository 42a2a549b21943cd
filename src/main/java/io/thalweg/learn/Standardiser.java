package io.thalweg.learn;

import io.thalweg.feature.Example;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Numeric inputs in units of their own spread, by running mean and variance (Welford 1962) over all learned examples. A
 * missing number is the mean. Numbers far out count as {@link #FARTHEST} spreads away, so that a broken one can neither
 * shout nor deafen the rest; among the {@link FirstNumbers}, which the spread cannot judge yet, those that the others
 * show to be broken do.
 */
final class Standardiser {
    static final double FARTHEST = 10;

    private static final double LARGEST = 1e4; // of a number that is not standardised
    private static final long TRUSTED = 100; // numbers seen before the spread is used to judge others

    private final List<Feature.Numerical> numerics;
    private final long[] count;
    private final double[] mean;
    private final double[] squares; // sum of squared distances from the mean
    private final FirstNumbers[] firsts;
    private final long[] markedCount;
    private final double[] markedMean;
    private final double[] markedSquares;
    private final FirstNumbers[] markedFirsts;

    Standardiser(FeatureMap map) {
        numerics = map.numerics();
        count = new long[numerics.size()];
        mean = new double[numerics.size()];
        squares = new double[numerics.size()];
        firsts = new FirstNumbers[numerics.size()];
        Arrays.setAll(firsts, i -> new FirstNumbers());
        markedCount = new long[count.length];
        markedMean = new double[count.length];
        markedSquares = new double[count.length];
        markedFirsts = new FirstNumbers[count.length];
    }

    /** How many numbers an example has. */
    int width() {
        return numerics.size();
    }

    /** Remembers how it is now, for {@link #rewind}. */
    void mark() {
        System.arraycopy(count, 0, markedCount, 0, count.length);
        System.arraycopy(mean, 0, markedMean, 0, count.length);
        System.arraycopy(squares, 0, markedSquares, 0, count.length);
        Arrays.setAll(markedFirsts, i -> firsts[i].isOver() ? firsts[i] : firsts[i].copy());
    }

    /** Goes back to the last {@link #mark}. */
    void rewind() {
        System.arraycopy(markedCount, 0, count, 0, count.length);
        System.arraycopy(markedMean, 0, mean, 0, count.length);
        System.arraycopy(markedSquares, 0, squares, 0, count.length);
        System.arraycopy(markedFirsts, 0, firsts, 0, count.length);
    }

    void observe(Example example) {
        float[] numbers = example.numbers();
        for (int i = 0; i < numbers.length; i++) {
            if (!Float.isNaN(numbers[i])) {
                observe(i, numbers[i]);
            }
        }
    }

    private void observe(int i, double number) {
        double distance = number - mean[i];
        if (count[i] >= TRUSTED
                && squares[i] > 0
                && distance * distance * count[i] > FARTHEST * FARTHEST * squares[i]) {
            distance = Math.copySign(FARTHEST * Math.sqrt(squares[i] / count[i]), distance);
        }
        count[i]++;
        mean[i] += distance / count[i];
        squares[i] += distance * distance * (count[i] - 1) / count[i];
        keep(firsts[i], i, number);
    }

    private void keep(FirstNumbers kept, int i, double number) {
        if (kept.isOver()) {
            return;
        }
        kept.add(number);
        if (kept.isOver()) {
            mean[i] = mean(i);
            squares[i] = squares(i);
            kept.end();
        }
    }

    private double mean(int i) {
        return firsts[i].areBroken() ? firsts[i].mean() : mean[i];
    }

    private double squares(int i) {
        return firsts[i].areBroken() ? firsts[i].squares() : squares[i];
    }

    /** Writes the inputs made of an example's numbers to {@code inputs[at ..]}. */
    void apply(Example example, float[] inputs, int at) {
        float[] numbers = example.numbers();
        for (int i = 0; i < numbers.length; i++) {
            inputs[at + i] = (float) apply(i, numbers[i]);
        }
    }

    private double apply(int i, double number) {
        if (!numerics.get(i).standardise()) {
            return Double.isNaN(number) ? 0 : Math.max(-LARGEST, Math.min(LARGEST, number));
        }
        if (Double.isNaN(number) || squares(i) <= 0) {
            return 0;
        }
        return Math.max(-FARTHEST, Math.min(FARTHEST, (number - mean(i)) / spread(i)));
    }

    /** What {@link #apply} does to each number, as it is now. */
    List<NumberScale> scales() {
        return IntStream.range(0, numerics.size()).mapToObj(this::scale).toList();
    }

    private NumberScale scale(int i) {
        if (!numerics.get(i).standardise()) {
            return new NumberScale(0, 1, LARGEST);
        }
        return squares(i) <= 0 ? new NumberScale(0, 1, 0) : new NumberScale(mean(i), spread(i), FARTHEST);
    }

    private double spread(int i) {
        return Math.sqrt(squares(i) / count[i]);
    }

    /** Takes over what was seen of the numbers that there were before. */
    void inherit(Standardiser old, int[] origins) {
        for (int i = 0; i < origins.length; i++) {
            if (origins[i] >= 0) {
                Remembered.copy(old.new Seen(origins[i]), new Seen(i));
            }
        }
    }

    void write(DataOutput out) throws IOException {
        for (int i = 0; i < count.length; i++) {
            new Seen(i).write(out);
        }
    }

    void read(DataInput in) throws IOException {
        for (int i = 0; i < count.length; i++) {
            new Seen(i).read(in);
        }
    }

    /** What was seen of one numeric feature. */
    private final class Seen implements Remembered {
        private final int i;

        Seen(int i) {
            this.i = i;
        }

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeLong(count[i]);
            out.writeDouble(mean[i]);
            out.writeDouble(squares[i]);
            firsts[i].write(out);
        }

        @Override
        public void read(DataInput in) throws IOException {
            count[i] = in.readLong();
            mean[i] = in.readDouble();
            squares[i] = in.readDouble();
            firsts[i].read(in);
        }
    }
}
