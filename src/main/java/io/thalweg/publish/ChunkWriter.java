package io.thalweg.publish;

import io.thalweg.check.Sha256;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Cuts a snapshot's bytes into chunks on their way out, and digests them: alone, and tied to the snapshot before. */
public final class ChunkWriter {
    /** Bytes in a chunk; far below the megabyte that brokers accept by default. */
    public static final int CHUNK = 512 * 1_024;

    private final String snapshot;
    private final Outputs outputs;
    private final MessageDigest digest = Sha256.digest();
    private final MessageDigest chain;
    private final ByteArrayOutputStream chunk = new ByteArrayOutputStream(CHUNK);
    private int chunks;
    private long bytes;

    /**
     * @param snapshot its id
     * @param previous chain of the snapshot before
     * @param firstOffset first log offset since then
     * @param nextOffset first log offset that this one has not seen
     */
    public ChunkWriter(String snapshot, String previous, long firstOffset, long nextOffset, Outputs outputs) {
        this.snapshot = snapshot;
        this.outputs = outputs;
        chain = SnapshotChain.begin(previous, firstOffset, nextOffset);
    }

    public void write(byte[] more) {
        digest.update(more);
        chain.update(more);
        bytes += more.length;
        for (int from = 0; from < more.length; ) {
            int size = Math.min(more.length - from, CHUNK - chunk.size());
            chunk.write(more, from, size);
            from += size;
            if (chunk.size() == CHUNK) {
                flush();
            }
        }
    }

    /** Sends the last chunk. */
    public Digests finish() {
        if (chunk.size() > 0) {
            flush();
        }
        HexFormat hex = HexFormat.of();
        return new Digests(hex.formatHex(digest.digest()), hex.formatHex(chain.digest()));
    }

    /** Of all bytes, in lower-case hex. */
    public record Digests(String sha256, String chain) {}

    public int chunks() {
        return chunks;
    }

    public long bytes() {
        return bytes;
    }

    private void flush() {
        outputs.chunk(new SnapshotChunk(snapshot, chunks++, chunk.toByteArray()));
        chunk.reset();
    }
}
