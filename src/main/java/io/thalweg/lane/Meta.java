package io.thalweg.lane;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a checkpoint holds besides the blocks of regions, as one text of bytes cut into parts below the size of a
 * message. Part 0 begins with the length of the whole, so that parts left over from a longer one do no harm.
 */
final class Meta {
    private static final int PART = 256 * 1_024;

    private final List<byte[]> parts = new ArrayList<>();

    /** Takes one part back; the last one of each index counts. */
    void restore(int index, byte[] part) {
        while (parts.size() <= index) {
            parts.add(new byte[0]);
        }
        parts.set(index, part);
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** The restored text, whole. */
    byte[] join() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        byte[] bytes = all.toByteArray();
        int length = bytes.length < Integer.BYTES ? -1 : ByteBuffer.wrap(bytes).getInt();
        if (length < 0 || length > bytes.length - Integer.BYTES) {
            throw new IllegalStateException(
                    "the checkpoint is not whole: its parts have %d bytes, its first one says %d"
                            .formatted(bytes.length - Integer.BYTES, length));
        }
        return Arrays.copyOfRange(bytes, Integer.BYTES, Integer.BYTES + length);
    }

    /** Writes a text and cuts it. */
    static List<byte[]> split(Text text) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            text.write(new DataOutputStream(body));
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written to", e);
        }
        byte[] all = ByteBuffer.allocate(Integer.BYTES + body.size())
                .putInt(body.size())
                .put(body.toByteArray())
                .array();
        List<byte[]> parts = new ArrayList<>();
        for (int from = 0; from < all.length; from += PART) {
            parts.add(Arrays.copyOfRange(all, from, Math.min(all.length, from + PART)));
        }
        return parts;
    }

    /** Something that can be written down. */
    interface Text {
        void write(DataOutputStream out) throws IOException;
    }
}
