package io.thalweg.scenario;

import io.thalweg.check.Sha256;
import io.thalweg.learn.Quality;
import io.thalweg.learn.Standing;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.ChunkWriter;
import io.thalweg.publish.SnapshotChain;
import io.thalweg.publish.SnapshotCheck;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.SnapshotManifest.Cause;
import io.thalweg.publish.StoredSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Snapshots of made-up bytes, and manifests of none. */
public final class Manifests {
    private static final String CONFIGURATION = "seed: 1\n";

    private Manifests() {}

    /** A snapshot of so many random bytes, whole. */
    public static StoredSnapshot snapshot(int bytes, long seed) {
        byte[] all = new byte[bytes];
        new SplittableRandom(seed).nextBytes(all);
        Collected collected = new Collected();
        var writer = new ChunkWriter("900", "ab".repeat(32), 300, 900, collected);
        writer.write(all);
        ChunkWriter.Digests digests = writer.finish();
        var extent = new SnapshotManifest.Extent(300, 900, writer.chunks(), bytes);
        var proof = new SnapshotManifest.Proof(digests.sha256(), digests.chain(), "ab".repeat(32), "cd".repeat(32));
        List<byte[]> chunks =
                collected.chunks().stream().map(SnapshotChunk::bytes).toList();
        return new StoredSnapshot(manifest("900", Cause.SCHEDULED, extent, proof), chunks);
    }

    /** A manifest whose chain begins with {@code chain}, after {@code before}. */
    public static SnapshotManifest manifest(
            String id, Cause cause, String chain, @Nullable SnapshotManifest before, long nextOffset) {
        String previous =
                before == null ? SnapshotChain.NOTHING : before.proof().chain();
        long first = before == null ? 0 : before.extent().nextOffset();
        return manifest(
                id,
                cause,
                new SnapshotManifest.Extent(first, nextOffset, 0, 0),
                new SnapshotManifest.Proof("", (chain + "0".repeat(64)).substring(0, 64), previous, ""));
    }

    public static SnapshotManifest manifest(
            String id, Cause cause, SnapshotManifest.Extent extent, SnapshotManifest.Proof proof) {
        byte[] configuration = CONFIGURATION.getBytes(StandardCharsets.UTF_8);
        var classes = new Quality.OfClasses(90.5, 0.1 + 0.2, 0.5, 0.1 + 0.2, Double.NaN, 0.75, 1.25, 0.5);
        var alone = new Standing(1, Map.of(), Map.of(), false);
        var values = new Quality.OfValues(7, 1.125, 2, 1.5, 1, Double.NaN, 0.9, Double.NaN, 2);
        return new SnapshotManifest(
                id,
                cause,
                12,
                extent,
                80,
                proof,
                -7,
                CONFIGURATION,
                HexFormat.of().formatHex(Sha256.digest().digest(configuration)),
                List.of("user", "größe"),
                "a machine",
                List.of(
                        new TaskMetrics("click", extent.nextOffset() - 1, 12, 1_000, 70, 0, 5, classes, classes, alone),
                        new TaskMetrics("dwell", extent.nextOffset() - 1, 12, 1_000, 7, 0, 5, values, values, alone)));
    }

    /** What is wrong with a snapshot, or nothing. */
    public static String complaint(StoredSnapshot snapshot) {
        SnapshotCheck check = new SnapshotCheck(snapshot.manifest());
        snapshot.chunks().forEach(check::take);
        return check.complaint().orElse("");
    }
}
