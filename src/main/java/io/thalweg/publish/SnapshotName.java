package io.thalweg.publish;

/** Which snapshot is meant: its {@code id} on the application's snapshots topic, and its {@code chain} as proof. */
public record SnapshotName(String id, String chain) {
    @Override
    public String toString() {
        return "%s (chain %.16s)".formatted(id, chain);
    }
}
