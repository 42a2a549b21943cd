package io.thalweg.lane;

/** Takes the blocks of a checkpoint. */
public interface BlockSink {
    /** The bytes are the callee's to keep. */
    void put(int region, int block, byte[] bytes);
}
