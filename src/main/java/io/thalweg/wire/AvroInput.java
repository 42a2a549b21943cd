package io.thalweg.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads Avro's binary encoding from an array that may hold anything: every length is held against the bytes that are
 * left before anything is done with it, and whatever does not fit is {@link Malformed}. One owner thread.
 */
final class AvroInput {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int DEEPEST = 100;
    private static final int[] NO_INTS = {};
    private static final int[][] NO_ARRAYS = {};
    private static final float[] NO_FLOATS = {};

    private byte[] bytes = {};
    private int at;
    private int depth;

    /** Begins behind the frame's header. */
    void begin(byte[] framed) {
        bytes = framed;
        at = Frame.HEADER;
        depth = 0;
    }

    /** The array that is read from; not to be written to. */
    byte[] bytes() {
        return bytes;
    }

    int position() {
        return at;
    }

    /** Goes back to a {@link #position} that was there before. */
    void position(int position) {
        at = position;
    }

    int remaining() {
        return bytes.length - at;
    }

    boolean readBoolean() {
        if (at >= bytes.length) {
            throw ended();
        }
        byte b = bytes[at++];
        if ((b & ~1) != 0) {
            throw new Malformed("a boolean is neither 0 nor 1");
        }
        return b == 1;
    }

    int readInt() {
        byte[] from = bytes;
        int i = at;
        if (i < from.length && from[i] >= 0) {
            at = i + 1;
            return from[i] >>> 1 ^ -(from[i] & 1);
        }
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            if (i >= from.length) {
                throw ended();
            }
            byte b = from[i++];
            value |= (b & 0x7f) << shift;
            if (b >= 0) {
                at = i;
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw new Malformed("an int has more than 32 bits");
    }

    long readLong() {
        byte[] from = bytes;
        int i = at;
        if (i < from.length && from[i] >= 0) {
            at = i + 1;
            return from[i] >>> 1 ^ -(from[i] & 1);
        }
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (i >= from.length) {
                throw ended();
            }
            byte b = from[i++];
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                at = i;
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw new Malformed("a long has more than 64 bits");
    }

    float readFloat() {
        return Float.intBitsToFloat((int) INTS.get(bytes, advance(Float.BYTES)));
    }

    double readDouble() {
        return Double.longBitsToDouble((long) LONGS.get(bytes, advance(Double.BYTES)));
    }

    /** The length of a string or of bytes, all of which are there. */
    int readLength() {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw new Malformed("a length of %d where %d bytes are left".formatted(length, remaining()));
        }
        return (int) length;
    }

    /** Which of {@code count} branches or symbols. */
    int readIndex(int count) {
        long index = readLong();
        if (index < 0 || index >= count) {
            throw new Malformed("branch or symbol %d of %d".formatted(index, count));
        }
        return (int) index;
    }

    /**
     * How many items the next block of an array or map has; 0 at its end. There cannot be more of them than bytes are
     * left, unless an item is nothing.
     */
    int readBlock() {
        long count = readLong();
        if (count < 0) {
            count = -count;
            readLength();
        }
        if (count < 0 || count > remaining()) {
            throw new Malformed("%d items where %d bytes are left".formatted(count, remaining()));
        }
        return (int) count;
    }

    int[] readInts() {
        int[] values = NO_INTS;
        for (int count = readBlock(); count > 0; count = readBlock()) {
            int from = values.length;
            values = from == 0 ? new int[count] : Arrays.copyOf(values, from + count);
            for (int i = from; i < values.length; i++) {
                values[i] = readInt();
            }
        }
        return values;
    }

    int[][] readIntArrays() {
        int[][] values = NO_ARRAYS;
        for (int count = readBlock(); count > 0; count = readBlock()) {
            int from = values.length;
            values = Arrays.copyOf(values, from + count);
            for (int i = from; i < values.length; i++) {
                values[i] = readInts();
            }
        }
        return values;
    }

    float[] readFloats() {
        float[] values = NO_FLOATS;
        for (int count = readBlock(); count > 0; count = readBlock()) {
            int from = values.length;
            if (count > remaining() / Float.BYTES) {
                throw ended();
            }
            int next = advance(Float.BYTES * count);
            values = from == 0 ? new float[count] : Arrays.copyOf(values, from + count);
            for (int i = from; i < values.length; i++, next += Float.BYTES) {
                values[i] = Float.intBitsToFloat((int) INTS.get(bytes, next));
            }
        }
        return values;
    }

    /** Passes over an array whose items take no bytes, however many there are. */
    void skipNothings() {
        long count = readLong();
        while (count != 0) {
            if (count < 0) {
                advance(readLength());
            }
            count = readLong();
        }
    }

    /** Where the next {@code size} bytes begin, which are passed over. */
    int advance(int size) {
        if (size > remaining()) {
            throw ended();
        }
        int from = at;
        at = from + size;
        return from;
    }

    void skipInt() {
        skip(5);
    }

    void skipLong() {
        skip(10);
    }

    private void skip(int longest) {
        byte[] from = bytes;
        int i = at;
        int last = Math.min(from.length, i + longest);
        while (i < last) {
            if (from[i++] >= 0) {
                at = i;
                return;
            }
        }
        throw last == from.length ? ended() : new Malformed("a number has more than %d bytes".formatted(longest));
    }

    void enter() {
        if (++depth > DEEPEST) {
            throw new Malformed("records inside of records, more than %d deep".formatted(DEEPEST));
        }
    }

    void leave() {
        depth--;
    }

    private static Malformed ended() {
        return new Malformed("the value ends too early");
    }
}
