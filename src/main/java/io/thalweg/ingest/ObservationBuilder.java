package io.thalweg.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes one event field by field from whoever can read its encoding, and refuses what nobody can learn from. Reusable
 * after {@link #begin}; one owner thread. A column that is not mentioned has no value.
 */
public final class ObservationBuilder {
    /** Longest text in bytes; far beyond any category, far below what would hurt. */
    public static final int LONGEST_TEXT = 4_096;

    /** Most texts or numbers in one array. */
    public static final int LONGEST_SEQUENCE = 4_096;

    private static final float[] NO_NUMBERS = {};

    private final InputMap map;
    private byte[] bytes = new byte[1_024];
    private int used;
    private int[] slices = new int[64];
    private int slicesUsed;
    private float[] arrays = new float[64];
    private int arraysUsed;
    private int[] start;
    private int[] length;
    private double[] numbers;
    private InputTopic topic;
    private Decoded.@Nullable Rejected rejected;
    private @Nullable Observation shown;

    public ObservationBuilder(InputMap map) {
        this.map = map;
        this.topic = map.topics().get(0);
        int columns = map.columns().size();
        start = new int[columns];
        length = new int[columns];
        numbers = new double[columns];
        begin(topic);
    }

    /** Forgets the last event and begins one of {@code topic}. */
    public ObservationBuilder begin(InputTopic topic) {
        this.topic = topic;
        used = 0;
        slicesUsed = 0;
        arraysUsed = 0;
        rejected = null;
        Arrays.fill(start, -1);
        Arrays.fill(numbers, Double.NaN);
        return this;
    }

    /** A text given as UTF-8 bytes, which are copied. */
    public void text(int column, byte[] from, int at, int size) {
        if (size > LONGEST_TEXT) {
            reject(Reason.TOO_LONG, column, "is a text of " + size + " bytes; allowed are " + LONGEST_TEXT);
            return;
        }
        start[column] = used;
        length[column] = size;
        append(from, at, size);
    }

    public void text(int column, String value) {
        if (value.length() > LONGEST_TEXT || !takeAscii(column, value)) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            text(column, utf8, 0, utf8.length);
        }
    }

    /** Takes a text of ASCII characters alone, as most are, without making an array of it. */
    private boolean takeAscii(int column, String value) {
        int size = value.length();
        makeRoom(size);
        for (int i = 0; i < size; i++) {
            char one = value.charAt(i);
            if (one >= 0x80) {
                return false;
            }
            bytes[used + i] = (byte) one;
        }
        start[column] = used;
        length[column] = size;
        used += size;
        return true;
    }

    /** Begins a TEXTS column; its texts follow with {@link #element}. */
    public void sequence(int column, int count) {
        if (count > LONGEST_SEQUENCE) {
            reject(Reason.TOO_LONG, column, "a sequence of " + count + " texts; allowed are " + LONGEST_SEQUENCE);
            return;
        }
        start[column] = slicesUsed;
        length[column] = 0;
    }

    /** The next text of the TEXTS column begun last. */
    public void element(int column, byte[] from, int at, int size) {
        if (size > LONGEST_TEXT) {
            reject(Reason.TOO_LONG, column, "is a text of " + size + " bytes; allowed are " + LONGEST_TEXT);
            return;
        }
        if (slicesUsed + 2 > slices.length) {
            slices = Arrays.copyOf(slices, 2 * slices.length);
        }
        slices[slicesUsed++] = used;
        slices[slicesUsed++] = size;
        length[column]++;
        append(from, at, size);
    }

    /** Begins a NUMBERS column; its numbers follow with {@link #component}. */
    public void array(int column, int count) {
        if (count > LONGEST_SEQUENCE) {
            reject(Reason.TOO_LONG, column, "an array of " + count + " numbers; allowed are " + LONGEST_SEQUENCE);
            return;
        }
        start[column] = arraysUsed;
        length[column] = 0;
    }

    /** The next number of the NUMBERS column begun last. */
    public void component(int column, double value) {
        if (!Float.isFinite((float) value)) {
            reject(Reason.NOT_FINITE, column, "has " + value + " in it; allowed are finite single-precision numbers");
            return;
        }
        if (arraysUsed == arrays.length) {
            arrays = Arrays.copyOf(arrays, 2 * arrays.length);
        }
        arrays[arraysUsed++] = (float) value;
        length[column]++;
    }

    public void number(int column, double value) {
        if (!Float.isFinite((float) value)) {
            reject(Reason.NOT_FINITE, column, "is " + value + "; allowed are finite single-precision numbers");
            return;
        }
        numbers[column] = value;
    }

    /** A point in time in epoch milliseconds, or {@link TimeRule#NOT_A_TIME}. */
    public void time(int column, long millis) {
        if (millis == TimeRule.NOT_A_TIME) {
            reject(Reason.BAD_TIME, column, "is no ISO-8601 time and no whole number");
            return;
        }
        numbers[column] = millis;
    }

    /** Remembers the first reason why this event cannot be used. */
    public void reject(Reason reason, int column, String detail) {
        reject(reason, "field '" + map.columns().get(column).field() + "' " + detail);
    }

    public void reject(Reason reason, String detail) {
        if (rejected == null) {
            rejected = new Decoded.Rejected(reason, detail);
        }
    }

    /**
     * What became of the event, as long as this builder is not used again: it is not copied.
     *
     * @return null if it was rejected; {@link #build} says why
     */
    public @Nullable Observation look(Source source) {
        if (rejected == null) {
            judgeTime();
        }
        if (rejected != null) {
            return null;
        }
        if (shown == null || shown.topic() != topic || !shown.isOf(bytes, slices, arrays, numbers)) {
            int[][] texts = {start, length, slices};
            shown = new Observation(topic, source, 0, bytes, texts, new Observation.Numbers(numbers, arrays));
        }
        return shown.at((long) numbers[map.time()]);
    }

    /** What became of the event. */
    public Decoded build(Source source) {
        if (rejected == null) {
            judgeTime();
        }
        if (rejected != null) {
            return rejected;
        }
        int[][] texts = {start, length, slicesUsed == 0 ? new int[0] : Arrays.copyOf(slices, slicesUsed)};
        var all = new Observation.Numbers(numbers, arraysUsed == 0 ? NO_NUMBERS : Arrays.copyOf(arrays, arraysUsed));
        long time = (long) numbers[map.time()];
        var observation = new Observation(topic, source, time, Arrays.copyOf(bytes, used), texts, all);
        start = new int[start.length];
        length = new int[length.length];
        numbers = new double[numbers.length];
        return new Decoded.Accepted(observation);
    }

    private void judgeTime() {
        double time = numbers[map.time()];
        if (Double.isNaN(time)) {
            reject(Reason.BAD_TIME, map.time(), "has no value; every event needs its time");
        } else if (!map.timeRule().believes((long) time)) {
            reject(
                    Reason.BAD_TIME,
                    map.time(),
                    "is %d ms after 1970; believable are %d to %d (is time.unit right?)"
                            .formatted(
                                    (long) time,
                                    map.timeRule().earliest(),
                                    map.timeRule().latest()));
        }
    }

    private void makeRoom(int size) {
        if (used + size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, used + size));
        }
    }

    private void append(byte[] from, int at, int size) {
        makeRoom(size);
        System.arraycopy(from, at, bytes, used, size);
        used += size;
    }
}
