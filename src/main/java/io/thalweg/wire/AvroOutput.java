package io.thalweg.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes Avro's binary encoding, framed, into one growing array that serves record after record. One owner thread. */
final class AvroOutput {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] LONGEST_NEGATIVE = Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

    private final byte[] digits = new byte[20];
    private byte[] bytes = new byte[1_024];
    private int size;

    /** Forgets the last record and begins one of the schema with this id. */
    AvroOutput begin(int id) {
        bytes[0] = Frame.MAGIC;
        bytes[1] = (byte) (id >>> 24);
        bytes[2] = (byte) (id >>> 16);
        bytes[3] = (byte) (id >>> 8);
        bytes[4] = (byte) id;
        size = Frame.HEADER;
        return this;
    }

    /** The record as a message of its own. */
    byte[] end() {
        return Arrays.copyOf(bytes, size);
    }

    /** An int or a long, which Avro writes the same way; also the index of a union's branch or an enum's symbol. */
    void writeLong(long value) {
        reserve(10);
        size = put(bytes, size, value);
    }

    void writeFloat(float value) {
        reserve(Float.BYTES);
        INTS.set(bytes, size, Float.floatToRawIntBits(value));
        size += Float.BYTES;
    }

    void writeDouble(double value) {
        reserve(Double.BYTES);
        LONGS.set(bytes, size, Double.doubleToRawLongBits(value));
        size += Double.BYTES;
    }

    /** A string (given in UTF-8) or bytes. */
    void writeBytes(byte[] from, int at, int length) {
        writeLong(length);
        writeRaw(from, at, length);
    }

    void writeBytes(byte[] from) {
        writeBytes(from, 0, from.length);
    }

    void writeString(String value) {
        int length = value.length();
        reserve(length + 10);
        int from = put(bytes, size, length);
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                writeBytes(value.getBytes(StandardCharsets.UTF_8));
                return;
            }
            bytes[from + i] = (byte) c;
        }
        size = from + length;
    }

    /** The decimal digits of {@code value} as a string. */
    void writeDigits(long value) {
        int from = digits(value, digits);
        writeBytes(digits, from, digits.length - from);
    }

    /** Bytes that are encoded already. */
    void writeRaw(byte[] from, int at, int length) {
        reserve(length);
        System.arraycopy(from, at, bytes, size, length);
        size += length;
    }

    /** An array in one block. */
    void writeInts(int[] values) {
        reserve(5 * values.length + 11);
        byte[] to = bytes;
        int at = size;
        if (values.length > 0) {
            at = put(to, at, values.length);
            for (int value : values) {
                at = put(to, at, value);
            }
        }
        to[at++] = 0;
        size = at;
    }

    /** An array in one block. */
    void writeFloats(float[] values) {
        reserve(Float.BYTES * values.length + 11);
        byte[] to = bytes;
        int at = size;
        if (values.length > 0) {
            at = put(to, at, values.length);
            for (float value : values) {
                INTS.set(to, at, Float.floatToRawIntBits(value));
                at += Float.BYTES;
            }
        }
        to[at++] = 0;
        size = at;
    }

    /** Writes decimal digits to the end of {@code to} (20 bytes) and says where they begin. */
    static int digits(long value, byte[] to) {
        if (value == Long.MIN_VALUE) {
            System.arraycopy(LONGEST_NEGATIVE, 0, to, 0, to.length);
            return 0;
        }
        int at = to.length;
        long rest = Math.abs(value);
        do {
            long tenth = rest / 10;
            to[--at] = (byte) ('0' + (rest - 10 * tenth));
            rest = tenth;
        } while (rest > 0);
        if (value < 0) {
            to[--at] = '-';
        }
        return at;
    }

    private static int put(byte[] to, int at, long value) {
        long rest = value << 1 ^ value >> 63;
        int next = at;
        while ((rest & ~0x7fL) != 0) {
            to[next++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        to[next++] = (byte) rest;
        return next;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, more)));
        }
    }
}
