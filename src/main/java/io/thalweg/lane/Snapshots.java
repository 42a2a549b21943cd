package io.thalweg.lane;

import io.thalweg.feature.Feature;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.model.Network;
import io.thalweg.publish.ChunkWriter;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.tensor.Region;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The lane's state as numbered blocks, and the snapshots made of them.
 *
 * <p>A snapshot's bytes are entries of {@code [region, block, length]} (big-endian ints) and as many bytes: every block
 * that ever changed, region by region, then the parts of what is not in a region. A lane takes them back with
 * {@link Lane#restore}.
 */
final class Snapshots {
    /** Number of the "region" of everything that is not in one. */
    static final int META = 0;

    private final LaneSettings settings;
    private final Network network;
    private final List<Region> regions; // numbered from 1
    private long firstOffset; // of the records between the last snapshot and the next one
    private long count;
    private byte[] chain = new byte[32];

    Snapshots(LaneSettings settings, Network network, List<Region> counts) {
        this.settings = settings;
        this.network = network;
        regions = Stream.concat(network.regions().stream(), counts.stream()).toList();
    }

    long count() {
        return count;
    }

    void collectDirty(BlockSink sink) {
        for (int region = 0; region < regions.size(); region++) {
            int number = region + 1;
            regions.get(region).collectDirty((block, bytes) -> sink.put(number, block, bytes));
        }
    }

    void restore(int number, int block, byte[] bytes) {
        if (number < 1 || number > regions.size()) {
            throw new IllegalStateException(
                    "the checkpoint has a region %d; this configuration has %d: it belongs to another one"
                            .formatted(number, regions.size()));
        }
        regions.get(number - 1).restore(block, bytes);
    }

    /** Sends chunks and manifest of the model as it is. */
    void take(
            long version,
            long nextOffset,
            long examples,
            List<TaskMetrics> metrics,
            List<byte[]> meta,
            Outputs outputs) {
        ChunkWriter chunks = new ChunkWriter(version, outputs);
        for (int region = 0; region < regions.size(); region++) {
            int number = region + 1;
            regions.get(region).visitTouched((block, bytes) -> write(chunks, number, block, bytes));
        }
        for (int part = 0; part < meta.size(); part++) {
            write(chunks, META, part, meta.get(part));
        }
        String sha256 = chunks.finish();
        link(nextOffset, sha256);
        outputs.manifest(new SnapshotManifest(
                version,
                firstOffset,
                nextOffset,
                examples,
                chunks.chunks(),
                chunks.bytes(),
                sha256,
                HexFormat.of().formatHex(chain),
                network.parametersSha256(),
                settings.map().fingerprint(),
                settings.configuration(),
                settings.map().features().stream().map(Feature::name).toList(),
                network.platform(),
                metrics));
        firstOffset = nextOffset;
        count++;
    }

    private static void write(ChunkWriter chunks, int region, int block, byte[] bytes) {
        chunks.write(ByteBuffer.allocate(3 * Integer.BYTES)
                .putInt(region)
                .putInt(block)
                .putInt(bytes.length)
                .array());
        chunks.write(bytes);
    }

    private void link(long nextOffset, String sha256) {
        MessageDigest digest = ChunkWriter.sha256();
        digest.update(chain);
        digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(firstOffset)
                .putLong(nextOffset)
                .array());
        digest.update(sha256.getBytes(StandardCharsets.US_ASCII));
        chain = digest.digest();
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(firstOffset);
        out.writeLong(count);
        out.write(chain);
    }

    void read(DataInput in) throws IOException {
        firstOffset = in.readLong();
        count = in.readLong();
        in.readFully(chain);
    }
}
