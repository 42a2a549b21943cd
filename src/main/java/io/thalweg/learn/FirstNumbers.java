package io.thalweg.learn;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The first numbers of a column, kept as long as they are too few for their spread to judge the next one: so that a
 * broken number among them, even the very first, is found out by those that come later.
 *
 * <p>Kept are the first number with how often it has come (most columns that say little say the same thing all the
 * time) and up to {@value #KEPT} others. A number is broken when it is more than {@value #BROKEN} times as far from the
 * median as the middle one of all others that are not at the median themselves, once those are {@value #WITNESSES}. It
 * then counts as {@link Standardiser#FARTHEST} such distances away. Real data do not have such numbers, so where none
 * is found nothing is changed.
 */
final class FirstNumbers {
    private static final int KEPT = 100;
    private static final int BROKEN = 1_000;
    private static final int WITNESSES = 5;

    private double first;
    private long times; // how often the first number has come
    private double[] others = new double[0]; // ascending, [0, count)
    private int count;
    private boolean isOver;

    // of those that are kept, after a broken number was found; otherwise `found` is false
    private boolean found;
    private double mean;
    private double squares;

    /** Another one that has seen the same. */
    FirstNumbers copy() {
        FirstNumbers copy = new FirstNumbers();
        copy.first = first;
        copy.times = times;
        copy.others = others.clone();
        copy.count = count;
        copy.isOver = isOver;
        copy.found = found;
        copy.mean = mean;
        copy.squares = squares;
        return copy;
    }

    /** Whether there are enough numbers, and nothing is kept any more. */
    boolean isOver() {
        return isOver;
    }

    void add(double number) {
        if (times == 0) {
            first = number;
        }
        if (number == first) {
            times++;
        } else {
            insert(number);
        }
        boolean changesNothing = number == first && times > count + 1 && !found; // the median already
        if (!changesNothing) {
            judge();
        }
    }

    private void insert(double number) {
        if (count == others.length) {
            others = Arrays.copyOf(others, Math.min(KEPT, Math.max(8, 2 * count)));
        }
        int place = Arrays.binarySearch(others, 0, count, number);
        int at = place < 0 ? -place - 1 : place;
        System.arraycopy(others, at, others, at + 1, count - at);
        others[at] = number;
        count++;
        isOver = count == KEPT;
    }

    /** Whether there is a broken number; then {@link #mean} and {@link #squares} are those without its noise. */
    boolean areBroken() {
        return found;
    }

    double mean() {
        return mean;
    }

    /** Sum of squared distances from the mean. */
    double squares() {
        return squares;
    }

    private void judge() {
        found = false;
        double median = median();
        double[] distances = distances(median);
        if (distances.length < WITNESSES) {
            return;
        }
        double middle = distances[(distances.length - 1) / 2];
        double limit = BROKEN * middle;
        if (distances[distances.length - 1] > limit) {
            found = true;
            summarise(median, limit, Standardiser.FARTHEST * middle);
        }
    }

    /** The lower one, of all numbers that have come. */
    private double median() {
        long rank = (times + count - 1) / 2;
        int below = 0;
        while (below < count && others[below] < first) {
            below++;
        }
        if (rank < below) {
            return others[(int) rank];
        }
        return rank < below + times ? first : others[(int) (rank - times)];
    }

    /** Of each kept number that is not at {@code median}, ascending; the first number counts once. */
    private double[] distances(double median) {
        double[] distances = new double[count + 1];
        int at = 0;
        if (first != median) {
            distances[at++] = Math.abs(first - median);
        }
        for (int i = 0; i < count; i++) {
            if (others[i] != median) {
                distances[at++] = Math.abs(others[i] - median);
            }
        }
        double[] all = Arrays.copyOf(distances, at);
        Arrays.sort(all);
        return all;
    }

    /** The first number as often as it came, then the others ascending, each broken one drawn in. */
    private void summarise(double median, double limit, double farthest) {
        mean = drawnIn(first, median, limit, farthest);
        squares = 0;
        for (int i = 0; i < count; i++) {
            double distance = drawnIn(others[i], median, limit, farthest) - mean;
            long n = times + i + 1;
            mean += distance / n;
            squares += distance * distance * (n - 1) / n;
        }
    }

    private static double drawnIn(double number, double median, double limit, double farthest) {
        double distance = number - median;
        return Math.abs(distance) > limit ? median + Math.copySign(farthest, distance) : number;
    }

    /** Forgets the numbers. */
    void end() {
        others = new double[0];
        count = 0;
        found = false;
        isOver = true;
    }

    void write(DataOutput out) throws IOException {
        out.writeBoolean(isOver);
        if (isOver) {
            return;
        }
        out.writeDouble(first);
        out.writeLong(times);
        out.writeInt(count);
        for (int i = 0; i < count; i++) {
            out.writeDouble(others[i]);
        }
    }

    void read(DataInput in) throws IOException {
        end();
        isOver = in.readBoolean();
        if (isOver) {
            return;
        }
        first = in.readDouble();
        times = in.readLong();
        count = in.readInt();
        others = new double[count];
        for (int i = 0; i < count; i++) {
            others[i] = in.readDouble();
        }
        if (times > 0) {
            judge();
        }
    }
}
