package io.thalweg.learn;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** State that a checkpoint holds as bytes: written as a whole, and read as a whole by another one of its shape. */
public interface Remembered {
    void write(DataOutput out) throws IOException;

    /** Forgets everything and takes back what {@link #write} wrote. */
    void read(DataInput in) throws IOException;

    /** Makes {@code to} what {@code from} is, in exactly what a checkpoint would have kept of it. */
    static void copy(Remembered from, Remembered to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            from.write(new DataOutputStream(bytes));
            to.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written to and read", e);
        }
    }
}
