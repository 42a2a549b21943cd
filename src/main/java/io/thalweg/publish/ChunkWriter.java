package io.thalweg.publish;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Cuts a snapshot's bytes into chunks on their way out, and digests them. */
public final class ChunkWriter {
    /** Bytes in a chunk; far below the megabyte that brokers accept by default. */
    public static final int CHUNK = 512 * 1_024;

    private final long version;
    private final Outputs outputs;
    private final MessageDigest digest = sha256();
    private final ByteArrayOutputStream chunk = new ByteArrayOutputStream(CHUNK);
    private int chunks;
    private long bytes;

    public ChunkWriter(long version, Outputs outputs) {
        this.version = version;
        this.outputs = outputs;
    }

    /** A SHA-256 digest. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    public void write(byte[] more) {
        digest.update(more);
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

    /** Sends the last chunk and says the digest of all, in lower-case hex. */
    public String finish() {
        if (chunk.size() > 0) {
            flush();
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    public int chunks() {
        return chunks;
    }

    public long bytes() {
        return bytes;
    }

    private void flush() {
        outputs.chunk(new SnapshotChunk(version, chunks++, chunk.toByteArray()));
        chunk.reset();
    }
}
