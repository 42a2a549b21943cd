package io.thalweg.lane;

import io.thalweg.publish.StoredSnapshot;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;

/** A snapshot's bytes, entry by entry: {@code [region, block, length]} as big-endian ints, then so many bytes. */
public final class SnapshotEntries {
    private SnapshotEntries() {}

    /** The format of a snapshot's state, which can be another one than {@link Lane#FORMAT}; 0 if it has none. */
    public static int format(StoredSnapshot snapshot) {
        int[] format = {0};
        read(snapshot.chunks(), (region, block, bytes) -> {
            if (region == Snapshots.META && block == 0 && bytes.length >= 2 * Integer.BYTES) {
                format[0] = ByteBuffer.wrap(bytes).getInt(Integer.BYTES); // behind the length of it all
            }
        });
        return format[0];
    }

    /** Gives {@code sink} every block, in order. */
    public static void read(List<byte[]> chunks, BlockSink sink) {
        List<InputStream> parts =
                chunks.stream().<InputStream>map(ByteArrayInputStream::new).toList();
        try (var in = new DataInputStream(new SequenceInputStream(Collections.enumeration(parts)))) {
            for (int region = in.read(); region >= 0; region = in.read()) {
                region = region << 24 | in.readUnsignedShort() << 8 | in.readUnsignedByte();
                int block = in.readInt();
                byte[] bytes = new byte[in.readInt()];
                in.readFully(bytes);
                sink.put(region, block, bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the snapshot's bytes end in the middle of a block", e);
        }
    }
}
