package io.thalweg.simulate;

/** What is wrong with a record, if anything. Everything but {@link #NONE} and {@link #DUPLICATE} is unreadable. */
public enum Trouble {
    NONE,
    /** Published before, with the same key. */
    DUPLICATE,
    /** No bytes at all. */
    EMPTY,
    /** The first byte is not the wire format's. */
    WRONG_MAGIC,
    /** A schema id that no registry gave out. */
    UNKNOWN_SCHEMA,
    /** The last bytes are missing. */
    TRUNCATED,
    /** A price that is no number. */
    NOT_FINITE,
    /** No event id. */
    NO_KEY,
    /** From before there were shops. */
    BAD_TIME,
    /** An item of many thousand characters. */
    TOO_LONG,
    /** A label that nobody can learn from. */
    BAD_LABEL;

    private static final Trouble[] BROKEN = java.util.Arrays.copyOfRange(values(), 2, values().length);

    /** Whether the record belongs into quarantine. */
    public boolean isBroken() {
        return ordinal() >= 2;
    }

    static Trouble broken(long index) {
        return BROKEN[(int) Math.floorMod(index, (long) BROKEN.length)];
    }
}
