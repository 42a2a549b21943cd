package io.thalweg.publish;

import io.thalweg.check.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** Digests a snapshot's bytes as they come, and holds them and its configuration against what its manifest says. */
public final class SnapshotCheck {
    private final SnapshotManifest manifest;
    private final MessageDigest sha256 = Sha256.digest();
    private final MessageDigest chain;
    private int chunks;
    private long bytes;

    public SnapshotCheck(SnapshotManifest manifest) {
        this.manifest = manifest;
        var extent = manifest.extent();
        chain = SnapshotChain.begin(manifest.proof().previous(), extent.firstOffset(), extent.nextOffset());
    }

    /** The chunk that is due: the first one, or the one after the last. */
    public SnapshotCheck take(byte[] chunk) {
        sha256.update(chunk);
        chain.update(chunk);
        chunks++;
        bytes += chunk.length;
        return this;
    }

    /** How many chunks it has taken: the index of the one that is due. */
    public int chunks() {
        return chunks;
    }

    /** What is wrong, or nothing: then the bytes are those that the manifest was made for. To be asked once. */
    public Optional<String> complaint() {
        var extent = manifest.extent();
        String fingerprint = Sha256.hex(manifest.configuration());
        if (!fingerprint.equals(manifest.fingerprint())) {
            return Optional.of(
                    "its configuration has SHA-256 %s, not %s".formatted(fingerprint, manifest.fingerprint()));
        }
        if (chunks != extent.chunks()) {
            return Optional.of("it has %d chunks, not %d".formatted(chunks, extent.chunks()));
        }
        if (bytes != extent.bytes()) {
            return Optional.of("its chunks have %d bytes, not %d".formatted(bytes, extent.bytes()));
        }
        String foundSha256 = HexFormat.of().formatHex(sha256.digest());
        if (!foundSha256.equals(manifest.proof().sha256())) {
            return Optional.of("its chunks have SHA-256 %s, not %s"
                    .formatted(foundSha256, manifest.proof().sha256()));
        }
        String foundChain = HexFormat.of().formatHex(chain.digest());
        return foundChain.equals(manifest.proof().chain())
                ? Optional.empty()
                : Optional.of("its chain is %s, not %s"
                        .formatted(foundChain, manifest.proof().chain()));
    }
}
