package io.thalweg.ingest;

import java.util.Arrays;

/**
 * One event in its own words: a value or nothing for each column of the {@link InputMap}, by position. Texts are UTF-8
 * slices of one shared array, so that nothing is made into a {@code String} that will only be hashed.
 */
public final class Observation {
    private final InputTopic topic;
    private final Source source;
    private long time;
    private final byte[] bytes;
    private final int[] start; // [columns], -1: nothing there
    private final int[] length; // [columns]; of TEXTS and NUMBERS how many there are
    private final double[] numbers; // [columns], NaN: nothing there
    private final int[] slices; // (start, length) of the texts of TEXTS
    private final float[] arrays; // the numbers of NUMBERS

    Observation(InputTopic topic, Source source, long time, byte[] bytes, int[][] texts, Numbers numbers) {
        this.topic = topic;
        this.source = source;
        this.time = time;
        this.bytes = bytes;
        this.start = texts[0];
        this.length = texts[1];
        this.slices = texts[2];
        this.numbers = numbers.single();
        this.arrays = numbers.arrays();
    }

    /** Those of NUMBER and TIME columns, by column; and those of all NUMBERS columns, one behind the other. */
    record Numbers(double[] single, float[] arrays) {}

    /** The same event at another time. */
    Observation at(long other) {
        time = other;
        return this;
    }

    /** The same event, in which nothing is known of some columns. */
    public Observation without(boolean[] unknown) {
        int[] starts = start.clone();
        double[] others = numbers.clone();
        for (int column = 0; column < unknown.length; column++) {
            if (unknown[column]) {
                starts[column] = -1;
                others[column] = Double.NaN;
            }
        }
        return new Observation(
                topic, source, time, bytes, new int[][] {starts, length, slices}, new Numbers(others, arrays));
    }

    /** Whether something is known of a column. */
    public boolean isKnown(int column) {
        return start[column] >= 0 || !Double.isNaN(numbers[column]);
    }

    /** Whether it looks into these arrays. */
    boolean isOf(byte[] ofTexts, int[] ofSlices, float[] ofArrays, double[] ofNumbers) {
        return bytes == ofTexts && slices == ofSlices && arrays == ofArrays && numbers == ofNumbers;
    }

    public InputTopic topic() {
        return topic;
    }

    public Source source() {
        return source;
    }

    /** Event time in epoch milliseconds. */
    public long time() {
        return time;
    }

    /** The array all text slices point into; not to be written to. */
    public byte[] bytes() {
        return bytes;
    }

    /** Whether a TEXT or TEXTS column has a value. */
    public boolean hasText(int column) {
        return start[column] >= 0;
    }

    /** Where the text begins in {@link #bytes()}, or -1 where there is none. */
    public int textStart(int column) {
        return start[column];
    }

    public int textLength(int column) {
        return length[column];
    }

    /** How many texts a TEXTS column has; 0 where there is nothing. */
    public int textCount(int column) {
        return start[column] < 0 ? 0 : length[column];
    }

    public int textStart(int column, int index) {
        return slices[start[column] + 2 * index];
    }

    public int textLength(int column, int index) {
        return slices[start[column] + 2 * index + 1];
    }

    /** The bytes of a text column, or null where there is none. */
    public byte @org.jspecify.annotations.Nullable [] text(int column) {
        return start[column] < 0 ? null : Arrays.copyOfRange(bytes, start[column], start[column] + length[column]);
    }

    /** How many numbers a NUMBERS column has; 0 where there is nothing. */
    public int numberCount(int column) {
        return textCount(column);
    }

    /** A number of a NUMBERS column, or NaN where there is none. */
    public double number(int column, int index) {
        return index >= numberCount(column) ? Double.NaN : arrays[start[column] + index];
    }

    /** The value of a NUMBER column (epoch milliseconds of a TIME column), or NaN where there is none. */
    public double number(int column) {
        return numbers[column];
    }
}
