package io.thalweg.model;

import java.util.Arrays;

/**
 * What recurrent layers have in common: items and state going in step by step, and slopes coming back. Arrays of steps
 * are {@code [steps][rows][...]} of the rows at hand. A row whose sequence is over keeps its state, whatever is
 * computed for it.
 */
final class Recurrence {
    /** How many times longer a row's slopes may become on their way back; see {@link io.thalweg.encoder.Gru}. */
    private static final double LONGEST_SLOPES = 10;

    private final EncoderEnds ends;
    private final int dimension;
    private final int units;
    private final float[] seen; // [steps][rows][dimension + units + 1]: an item, the state before it, and a 1
    private final float[] state; // [rows, units]
    private final float[] slopes; // of the state
    private final double[] limits; // [rows]

    Recurrence(EncoderEnds ends, int rows) {
        this.ends = ends;
        dimension = ends.dimension();
        units = ends.to().width();
        seen = new float[steps() * rows * inputs()];
        state = new float[rows * units];
        slopes = new float[rows * units];
        limits = new double[rows];
    }

    int inputs() {
        return dimension + units + 1;
    }

    int steps() {
        return ends.length();
    }

    int units() {
        return units;
    }

    float[] seen() {
        return seen;
    }

    float[] state() {
        return state;
    }

    float[] slopes() {
        return slopes;
    }

    /** Where the state of a row and step begins in {@link #seen()}. */
    int stateAt(int step, int row, int rows) {
        return (step * rows + row) * inputs() + dimension;
    }

    /** Whether a row has an item at this step. */
    boolean goesOn(int row, int step) {
        return step < ends.count(row);
    }

    /** The empty state, and nothing seen; answers how many steps there are to go. */
    int begin(int rows) {
        Arrays.fill(state, 0, rows * units, 0);
        int longest = 0;
        for (int row = 0; row < rows; row++) {
            longest = Math.max(longest, ends.count(row));
        }
        Arrays.fill(seen, longest * rows * inputs(), steps() * rows * inputs(), 0);
        return longest;
    }

    /** Lays out what a step sees. */
    void see(int step, int rows) {
        for (int row = 0; row < rows; row++) {
            int to = (step * rows + row) * inputs();
            if (goesOn(row, step)) {
                System.arraycopy(ends.items().values(), ends.item(row, step), seen, to, dimension);
            } else {
                Arrays.fill(seen, to, to + dimension, 0);
            }
            System.arraycopy(state, row * units, seen, to + dimension, units);
            seen[to + dimension + units] = 1;
        }
    }

    /** Hands the last state on. */
    void finish(int rows) {
        Rows to = ends.to();
        for (int row = 0; row < rows; row++) {
            System.arraycopy(state, row * units, to.values(), row * to.stride(), units);
        }
    }

    /** Takes the slopes of the last state. */
    void beginBack(int rows) {
        Rows to = ends.to();
        for (int row = 0; row < rows; row++) {
            System.arraycopy(to.slopes(), row * to.stride(), slopes, row * units, units);
            limits[row] = LONGEST_SLOPES * Math.sqrt(squares(slopes, row));
        }
    }

    /** Hands slopes of what a step saw, {@code [rows, inputs]}, back to the items. */
    void giveBack(float[] ofSeen, int step, int rows) {
        for (int row = 0; row < rows; row++) {
            if (goesOn(row, step)) {
                int to = ends.item(row, step);
                for (int i = 0; i < dimension; i++) {
                    ends.items().slopes()[to + i] += ofSeen[row * inputs() + i];
                }
            }
        }
    }

    /** Shortens a row's slopes of its state, and of other numbers like it, where together they have become too long. */
    void clip(int row, float[] others) {
        double length = Math.sqrt(squares(slopes, row) + (others == slopes ? 0 : squares(others, row)));
        if (length > limits[row]) {
            float share = (float) (limits[row] / length);
            shorten(slopes, row, share);
            if (others != slopes) {
                shorten(others, row, share);
            }
        }
    }

    private void shorten(float[] some, int row, float share) {
        for (int i = row * units; i < (row + 1) * units; i++) {
            some[i] *= share;
        }
    }

    private double squares(float[] some, int row) {
        double sum = 0;
        for (int i = row * units; i < (row + 1) * units; i++) {
            sum += (double) some[i] * some[i];
        }
        return sum;
    }
}
