package io.thalweg.replay;

import io.thalweg.lane.Lane;
import io.thalweg.lane.LaneSettings;
import io.thalweg.publish.BrokenSnapshotException;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.SnapshotAssembly;
import io.thalweg.publish.SnapshotBytes;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A snapshots topic in memory: takes what a lane publishes, and can be tampered with. */
final class Published implements Outputs, PublishedSnapshots {
    private final List<SnapshotManifest> manifests = new ArrayList<>();
    private final Map<String, List<byte[]>> chunks = new LinkedHashMap<>();
    private final Map<String, SnapshotBytes> spoiled = new LinkedHashMap<>();
    private long takenAt = 2_000_000_000_000L;

    /** What a lane published while it learned {@code history}. */
    static Published by(LaneSettings settings, History history) {
        Published published = new Published();
        Lane lane = new Lane(settings);
        history.entries().forEach(entry -> {
            if (entry.logged() != null) {
                lane.apply(entry.offset(), entry.appendTime(), entry.logged(), published);
            }
        });
        return published;
    }

    /** Says this of the bytes of a snapshot, whatever they are. */
    void spoil(String id, SnapshotBytes bytes) {
        spoiled.put(id, bytes);
    }

    /** Flips one bit of a snapshot's bytes. */
    void flip(String id) {
        chunks.get(id).get(0)[1_000] ^= 16;
    }

    /** Makes it a snapshot that holds nothing but the number of its format. */
    void reformat(String id, int format) {
        byte[] entry = ByteBuffer.allocate(5 * Integer.BYTES)
                .putInt(0)
                .putInt(0)
                .putInt(2 * Integer.BYTES)
                .putInt(Integer.BYTES)
                .putInt(format)
                .array();
        chunks.put(id, List.of(entry));
        spoil(id, SnapshotBytes.WHOLE);
    }

    void change(int index, UnaryOperator<SnapshotManifest> change) {
        manifests.set(index, change.apply(manifests.get(index)));
    }

    void remove(int index) {
        manifests.remove(index);
    }

    void add(SnapshotManifest manifest) {
        manifests.add(manifest);
    }

    @Override
    public List<SnapshotManifest> manifests() {
        return manifests;
    }

    @Override
    public StoredSnapshot load(SnapshotManifest manifest) throws BrokenSnapshotException {
        SnapshotBytes bytes = spoiled.getOrDefault(manifest.id(), SnapshotBytes.WHOLE);
        if (bytes.complaint().isPresent()) {
            throw new BrokenSnapshotException(bytes.complaint().get());
        }
        return new StoredSnapshot(manifest, chunks.getOrDefault(manifest.id(), List.of()));
    }

    @Override
    public Map<SnapshotManifest, SnapshotBytes> judge(List<SnapshotManifest> some) {
        Map<SnapshotManifest, SnapshotBytes> judged = new LinkedHashMap<>();
        some.forEach(manifest -> judged.put(manifest, spoiled.getOrDefault(manifest.id(), digested(manifest))));
        return judged;
    }

    private SnapshotBytes digested(SnapshotManifest manifest) {
        SnapshotAssembly assembly = SnapshotAssembly.digesting(manifest);
        List<byte[]> bytes = chunks.getOrDefault(manifest.id(), List.of());
        for (int i = 0; i < bytes.size(); i++) {
            assembly.take(new SnapshotChunk(manifest.id(), i, bytes.get(i)));
        }
        return assembly.complaint()
                .<SnapshotBytes>map(SnapshotBytes.Broken::new)
                .orElse(SnapshotBytes.WHOLE);
    }

    @Override
    public long takenAt(SnapshotManifest manifest) {
        return takenAt;
    }

    /** Says that everything was published then. */
    void taken(long millis) {
        takenAt = millis;
    }

    @Override
    public void chunk(SnapshotChunk chunk) {
        chunks.computeIfAbsent(chunk.snapshot(), id -> new ArrayList<>()).add(chunk.bytes());
    }

    @Override
    public void manifest(SnapshotManifest manifest) {
        manifests.add(manifest);
    }
}
