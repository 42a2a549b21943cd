package io.thalweg.publish;

import io.thalweg.check.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The hash that ties a snapshot to the one before it: SHA-256 of the previous chain (32 bytes, zeros at first), the
 * first and the next train-log offset (8 bytes each, big-endian) and the snapshot's bytes.
 */
public final class SnapshotChain {
    /** What the first snapshot of all comes after. */
    public static final String NOTHING = "0".repeat(64);

    private SnapshotChain() {}

    /** A digest that only wants the snapshot's bytes yet. */
    static MessageDigest begin(String previous, long firstOffset, long nextOffset) {
        MessageDigest digest = Sha256.digest();
        digest.update(HexFormat.of().parseHex(previous));
        digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(firstOffset)
                .putLong(nextOffset)
                .array());
        return digest;
    }
}
