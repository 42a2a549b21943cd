package io.thalweg.model;

import io.thalweg.check.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/** SHA-256 of numbers in single precision, little-endian; gathered first, since rows are short and there are many. */
final class ParametersDigest {
    private static final int GATHERED = 16_384;

    private final MessageDigest digest = Sha256.digest();
    private final ByteBuffer bytes = ByteBuffer.allocate(GATHERED * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final FloatBuffer numbers = bytes.asFloatBuffer();

    void add(float[] values) {
        add(values, 0, values.length);
    }

    void add(float[] values, int from, int count) {
        for (int at = from; at < from + count; ) {
            int size = Math.min(from + count - at, numbers.remaining());
            numbers.put(values, at, size);
            at += size;
            if (!numbers.hasRemaining()) {
                flush();
            }
        }
    }

    /** In lower-case hex. */
    String finish() {
        flush();
        return HexFormat.of().formatHex(digest.digest());
    }

    private void flush() {
        digest.update(bytes.array(), 0, numbers.position() * Float.BYTES);
        numbers.clear();
    }
}
