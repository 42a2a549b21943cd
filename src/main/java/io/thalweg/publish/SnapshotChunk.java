package io.thalweg.publish;

/** One piece of a snapshot, in {@code bytes}; {@code index} counts from 0. */
public record SnapshotChunk(long version, int index, byte[] bytes) {}
