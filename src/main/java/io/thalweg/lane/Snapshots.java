package io.thalweg.lane;

import io.thalweg.feature.Feature;
import io.thalweg.learn.Remembered;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.model.Candidates;
import io.thalweg.publish.ChunkWriter;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.SnapshotChain;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.SnapshotManifest.Cause;
import io.thalweg.tensor.Region;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
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
final class Snapshots implements Remembered {
    /** Number of the "region" of everything that is not in one. */
    static final int META = 0;

    private final LaneSettings settings;
    private final Candidates networks;
    private final List<Region> regions; // numbered from 1
    private long firstOffset; // of the records between the last snapshot and the next one
    private long count;
    private String chain = SnapshotChain.NOTHING;

    Snapshots(LaneSettings settings, Candidates networks, List<Region> counts) {
        this.settings = settings;
        this.networks = networks;
        regions = Stream.concat(networks.regions().stream(), counts.stream()).toList();
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

    void visitTouched(BlockSink sink) {
        for (int region = 0; region < regions.size(); region++) {
            int number = region + 1;
            regions.get(region).visitTouched((block, bytes) -> sink.put(number, block, bytes));
        }
    }

    /** Gives the parts of what is not in a region. */
    static void visit(List<byte[]> meta, BlockSink sink) {
        for (int part = 0; part < meta.size(); part++) {
            sink.put(META, part, meta.get(part));
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

    /** Where the lane stands. */
    record Moment(Cause cause, long version, long nextOffset, long examples) {}

    /** Sends chunks and manifest of the model as it is. */
    void take(Moment moment, List<TaskMetrics> metrics, List<byte[]> meta, Outputs outputs) {
        String id = moment.nextOffset() + (moment.cause() == Cause.BEFORE_SWAP ? "-replaced" : "");
        ChunkWriter chunks = new ChunkWriter(id, chain, firstOffset, moment.nextOffset(), outputs);
        BlockSink entries = (region, block, bytes) -> write(chunks, region, block, bytes);
        visitTouched(entries);
        visit(meta, entries);
        ChunkWriter.Digests digests = chunks.finish();
        outputs.manifest(new SnapshotManifest(
                id,
                moment.cause(),
                moment.version(),
                new SnapshotManifest.Extent(firstOffset, moment.nextOffset(), chunks.chunks(), chunks.bytes()),
                moment.examples(),
                new SnapshotManifest.Proof(digests.sha256(), digests.chain(), chain, networks.parametersSha256()),
                settings.map().fingerprint(),
                settings.configuration(),
                settings.fingerprint(),
                settings.map().features().stream().map(Feature::name).toList(),
                networks.platform(),
                metrics));
        follow(digests.chain(), moment.nextOffset());
    }

    /** The next snapshot covers the log from {@code offset} on. */
    void beginAt(long offset) {
        firstOffset = offset;
    }

    /** The next snapshot comes after the one with this chain, and covers the log from {@code offset} on. */
    void follow(String predecessor, long offset) {
        chain = predecessor;
        firstOffset = offset;
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

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeLong(firstOffset);
        out.writeLong(count);
        out.write(HexFormat.of().parseHex(chain));
    }

    @Override
    public void read(DataInput in) throws IOException {
        firstOffset = in.readLong();
        count = in.readLong();
        byte[] read = new byte[32];
        in.readFully(read);
        chain = HexFormat.of().formatHex(read);
    }
}
