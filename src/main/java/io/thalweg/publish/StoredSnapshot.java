package io.thalweg.publish;

import java.util.List;

/** A snapshot that was found whole: its bytes agree with its manifest's digests. {@code chunks} are in order. */
public record StoredSnapshot(SnapshotManifest manifest, List<byte[]> chunks) {}
