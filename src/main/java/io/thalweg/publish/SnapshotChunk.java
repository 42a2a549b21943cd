package io.thalweg.publish;

/** One piece of the snapshot with the id {@code snapshot}, in {@code bytes}; {@code index} counts from 0. */
public record SnapshotChunk(String snapshot, int index, byte[] bytes) {}
