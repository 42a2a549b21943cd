package io.thalweg.simulate;

import java.util.List;

/**
 * A log of shown advertisements in the shape of the public ones: 26 categories with Zipf 1.05 vocabularies from 10 to
 * 1,000,000 and 13 long-tailed numbers; every record says whether it was clicked (23 %), how long it was looked at and
 * whether it led to a purchase (4 %). One owner thread.
 *
 * <p>The truth is additive in most fields, with a few interactions that no linear model can express.
 */
public final class ClickLog {
    /** How many fields are categories: {@code c1} to {@code c26}. */
    public static final int CATEGORIES = 26;

    /** How many fields are numbers: {@code n1} to {@code n13}. */
    public static final int NUMBERS = 13;

    /** The fields of the labels. */
    public static final List<String> LABELS = List.of("clicked", "dwell_s", "bought");

    /** The time of the first record. */
    public static final long START = Shop.OPENING;

    private static final double ZIPF = 1.05;
    private static final double DWELL_NOISE = 0.8;
    private static final double MILLIS_BETWEEN = 5;

    private final Chance pick;
    private final Chance numbers;
    private final Chance outcome;
    private final Weighted[] vocabulary = new Weighted[CATEGORIES];
    private final ClickLogTruth truth;
    private final int[] categories = new int[CATEGORIES];
    private final double[] normals = new double[NUMBERS];
    private final double[] labels = new double[LABELS.size()];
    private final double[] loss = new double[LABELS.size()];
    private long clock = START;
    private long written;

    /** A log of its own for every seed. */
    public ClickLog(long seed) {
        pick = Chance.of(seed, "pick");
        numbers = Chance.of(seed, "numbers");
        outcome = Chance.of(seed, "outcome");
        for (int field = 0; field < CATEGORIES; field++) {
            vocabulary[field] = Weighted.zipf(vocabularySize(field), ZIPF);
        }
        truth = new ClickLogTruth(seed);
    }

    /** 10, 16, 25, ... 1,000,000. */
    static int vocabularySize(int field) {
        return (int) StrictMath.rint(10 * StrictMath.pow(10, 5.0 * field / (CATEGORIES - 1)));
    }

    /** Goes on to the next record, of which the accessors speak from then on. */
    public void advance() {
        long row = written++;
        clock += 1 + (long) (-StrictMath.log(outcome.uniform(4 * row + 3)) * MILLIS_BETWEEN);
        for (int field = 0; field < CATEGORIES; field++) {
            categories[field] = vocabulary[field].draw(pick.bits(row * CATEGORIES + field));
        }
        for (int field = 0; field < NUMBERS; field++) {
            normals[field] = numbers.normal(row * NUMBERS + field);
        }
        truth.look(categories, normals);
        double click = truth.click();
        double dwell = truth.dwell();
        double buy = truth.buy();
        double logSeconds = Math.max(0, dwell + DWELL_NOISE * outcome.normal(4 * row + 1));
        labels[0] = outcome.uniform(4 * row) < click ? 1 : 0;
        labels[1] = StrictMath.expm1(logSeconds);
        labels[2] = outcome.uniform(4 * row + 2) < buy ? 1 : 0;
        loss[0] += logloss(click, labels[0]);
        loss[1] += (logSeconds - dwell) * (logSeconds - dwell);
        loss[2] += logloss(buy, labels[2]);
    }

    private static double logloss(double probability, double label) {
        return -StrictMath.log(label == 1 ? probability : 1 - probability);
    }

    /** In epoch milliseconds. */
    public long time() {
        return clock;
    }

    /** The value of field {@code c<index + 1>}. */
    public int category(int index) {
        return categories[index];
    }

    /** The value of field {@code n<index + 1>}, never negative. */
    public double number(int index) {
        return StrictMath.rint(StrictMath.expm1(3.5 + normals[index]) * 100) / 100;
    }

    /** The value of the field {@code LABELS.get(index)}. */
    public double label(int index) {
        return labels[index];
    }

    /** What the truth would have reached on one of {@link #LABELS}, over all records up to now. */
    public Best best(String label) {
        int index = LABELS.indexOf(label);
        double mean = loss[index] / written;
        return new Best(written, index == 1 ? StrictMath.sqrt(mean) : mean);
    }

    /** Records made up to now. */
    public long written() {
        return written;
    }
}
