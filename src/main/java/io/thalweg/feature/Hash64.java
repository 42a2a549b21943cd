package io.thalweg.feature;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * 64-bit hashes of bytes and of pairs of hashes.
 *
 * <p>MurmurHash64A (Austin Appleby, public domain): 8 bytes a round, good avalanche, the same bits on every platform. A
 * change here changes what every learned weight means.
 */
public final class Hash64 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long M = 0xc6a4a7935bd1e995L;
    private static final long EIGHT = M << 3; // the length 8, times M

    private Hash64() {}

    /** The hash of {@code bytes[at .. at + size)}. */
    public static long of(byte[] bytes, int at, int size, long seed) {
        long h = seed ^ size * M;
        int end = at + (size & ~7);
        int i = at;
        for (; i < end; i += 8) {
            h = (h ^ mix((long) LONGS.get(bytes, i))) * M;
        }
        int rest = size & 7;
        if (rest > 0) {
            long tail = 0;
            for (int k = rest - 1; k >= 0; k--) {
                tail = tail << 8 | bytes[i + k] & 0xff;
            }
            h = (h ^ tail) * M;
        }
        h ^= h >>> 47;
        h *= M;
        return h ^ h >>> 47;
    }

    /** The hash of one hash or number under another; not symmetric. */
    public static long of(long seed, long value) {
        long h = (seed ^ EIGHT ^ mix(value)) * M;
        h ^= h >>> 47;
        h *= M;
        return h ^ h >>> 47;
    }

    private static long mix(long k) {
        long m = k * M;
        return (m ^ m >>> 47) * M;
    }
}
