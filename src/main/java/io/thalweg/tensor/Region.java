package io.thalweg.tensor;

import io.thalweg.check.Require;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A flat array of learned state, cut into blocks so that only what changed has to be written down. Blocks that never
 * changed hold their deterministic initial values and are never written at all.
 */
public final class Region {
    /** Numbers in a block; 4 KB. */
    public static final int BLOCK = 1_024;

    private final String name;
    private final float[] values;
    private final long[] dirty; // a bit for each block changed since the last collectDirty
    private final long[] touched; // a bit for each block ever changed, dirty ones not yet included

    public Region(String name, float[] values) {
        this.name = name;
        this.values = values;
        int words = (blocks() + 63) / 64;
        dirty = new long[words];
        touched = new long[words];
    }

    public String name() {
        return name;
    }

    /** The live numbers; whoever writes to them says so with {@link #mark}. */
    public float[] values() {
        return values;
    }

    public int blocks() {
        return (values.length + BLOCK - 1) / BLOCK;
    }

    /** Says that numbers in {@code [from, to)} have changed. */
    public void mark(int from, int to) {
        if (from < to) {
            for (int block = from / BLOCK; block <= (to - 1) / BLOCK; block++) {
                dirty[block >>> 6] |= 1L << block;
            }
        }
    }

    /** Takes {@code count} numbers over from elsewhere; blocks that do not change by it stay clean. */
    public void take(int at, float[] from, int start, int count) {
        for (int i = 0; i < count; i++) {
            float value = from[start + i];
            if (Float.floatToRawIntBits(values[at + i]) != Float.floatToRawIntBits(value)) {
                values[at + i] = value;
                mark(at + i, at + i + 1);
            }
        }
    }

    /** Calls back with each block changed since the last call, in order, and considers them written down. */
    public void collectDirty(BlockVisitor visitor) {
        visit(dirty, visitor);
        for (int word = 0; word < dirty.length; word++) {
            touched[word] |= dirty[word];
            dirty[word] = 0;
        }
    }

    /** Calls back with each block that ever changed, in order. */
    public void visitTouched(BlockVisitor visitor) {
        long[] all = touched.clone();
        for (int word = 0; word < all.length; word++) {
            all[word] |= dirty[word];
        }
        visit(all, visitor);
    }

    /** Takes a block back. */
    public void restore(int block, byte[] bytes) {
        boolean known = block >= 0 && block < blocks();
        int from = known ? block * BLOCK : 0;
        int size = Math.min(BLOCK, values.length - from);
        Require.that(
                known && bytes.length == size * Float.BYTES,
                "block %d of %d bytes does not fit into '%s' of %d numbers",
                block,
                bytes.length,
                name,
                values.length);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values, from, size);
        touched[block >>> 6] |= 1L << block;
    }

    private void visit(long[] bits, BlockVisitor visitor) {
        for (int block = 0; block < blocks(); block++) {
            if ((bits[block >>> 6] & 1L << block) != 0) {
                visitor.visit(block, bytes(block));
            }
        }
    }

    private byte[] bytes(int block) {
        int from = block * BLOCK;
        int size = Math.min(BLOCK, values.length - from);
        byte[] bytes = new byte[size * Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values, from, size);
        return bytes;
    }

    /** Takes one block. */
    public interface BlockVisitor {
        /** Little-endian single precision; the bytes are the callee's to keep. */
        void visit(int block, byte[] bytes);
    }
}
