package io.thalweg.wire;

import io.thalweg.publish.SnapshotCheck;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.wire.avro.SnapshotChunk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Assembles snapshots from the records of the snapshots topic, and believes none that is not whole. They may be
 * interleaved, repeated, half deleted or never finished. One owner thread.
 */
public final class SnapshotReader {
    private static final int LISTED = 5;

    /** What one record of the topic brought. */
    public sealed interface Taken {
        /** Nothing to say yet: a chunk or a tombstone. */
        record Nothing() implements Taken {}

        /** A snapshot whose bytes are all there and agree with its digests. */
        record Whole(StoredSnapshot snapshot) implements Taken {}

        /** A snapshot that cannot be believed, and what is missing or wrong. */
        record Broken(SnapshotManifest manifest, String why) implements Taken {}

        /** A record that is none of a snapshot. */
        record Foreign(String why) implements Taken {}
    }

    private static final Taken NOTHING = new Taken.Nothing();

    private final Registry registry;
    private final long budget;
    private final Subject<SnapshotChunk> chunks;
    private final Subject<io.thalweg.wire.avro.SnapshotManifest> manifests;
    private final Map<String, TreeMap<Integer, byte[]>> pending = new LinkedHashMap<>();
    private final Map<Integer, String> kinds = new LinkedHashMap<>();
    private long held;
    private long dropped;

    /**
     * @param budget most bytes of chunks to hold while their manifests are waited for; the oldest snapshot goes first
     */
    public SnapshotReader(Registry registry, long budget) {
        this.registry = registry;
        this.budget = budget;
        chunks = new Subject<>(registry, "", SnapshotChunk.getClassSchema());
        manifests = new Subject<>(registry, "", io.thalweg.wire.avro.SnapshotManifest.getClassSchema());
    }

    /** Takes the next record, in offset order. */
    public Taken take(byte @Nullable [] key, byte @Nullable [] value) {
        if (value == null) {
            forget(key);
            return NOTHING;
        }
        try {
            String kind = kind(value);
            if (kind.equals(SnapshotChunk.getClassSchema().getFullName())) {
                hold(SnapshotRecords.toDomain(chunks.read(value)));
                return NOTHING;
            }
            return judge(SnapshotRecords.toDomain(manifests.read(value)));
        } catch (WireException e) {
            return new Taken.Foreign(String.valueOf(e.getMessage()));
        }
    }

    /** The manifest that a value is, if it is one; its chunks are not looked at. */
    public Optional<SnapshotManifest> manifest(byte @Nullable [] value) {
        try {
            String ours = io.thalweg.wire.avro.SnapshotManifest.getClassSchema().getFullName();
            return value != null && kind(value).equals(ours)
                    ? Optional.of(SnapshotRecords.toDomain(manifests.read(value)))
                    : Optional.empty();
        } catch (WireException e) {
            return Optional.empty();
        }
    }

    /** The chunk that a value is, if it is one. */
    public Optional<io.thalweg.publish.SnapshotChunk> chunk(byte @Nullable [] value) {
        try {
            String ours = SnapshotChunk.getClassSchema().getFullName();
            return value != null && kind(value).equals(ours)
                    ? Optional.of(SnapshotRecords.toDomain(chunks.read(value)))
                    : Optional.empty();
        } catch (WireException e) {
            return Optional.empty();
        }
    }

    private String kind(byte[] value) {
        String complaint = Frame.complaint(value);
        if (!complaint.isEmpty()) {
            throw new WireException(complaint);
        }
        int id = Frame.id(value);
        String kind = kinds.get(id);
        if (kind == null) {
            kind = Subject.schemaOf(registry, id).getFullName();
            kinds.put(id, kind);
        }
        return kind;
    }

    private void hold(io.thalweg.publish.SnapshotChunk chunk) {
        TreeMap<Integer, byte[]> ofSnapshot = pending.computeIfAbsent(chunk.snapshot(), id -> new TreeMap<>());
        byte[] before = ofSnapshot.put(chunk.index(), chunk.bytes());
        held += chunk.bytes().length - (before == null ? 0 : before.length);
        Iterator<TreeMap<Integer, byte[]>> oldest = pending.values().iterator();
        while (held > budget && oldest.hasNext()) {
            long bytes = length(oldest.next());
            held -= bytes;
            dropped += bytes;
            oldest.remove();
        }
    }

    private Taken judge(SnapshotManifest manifest) {
        TreeMap<Integer, byte[]> found = pending.remove(manifest.id());
        if (found == null) {
            found = new TreeMap<>();
        }
        long bytes = length(found);
        held -= bytes;
        found.tailMap(manifest.extent().chunks(), true).clear(); // left over from a longer one of the same id
        List<Integer> missing = missing(found, manifest.extent().chunks());
        if (!missing.isEmpty()) {
            return new Taken.Broken(
                    manifest,
                    "chunks %s of %d are missing%s"
                            .formatted(missing, manifest.extent().chunks(), hint()));
        }
        SnapshotCheck check = new SnapshotCheck(manifest);
        found.values().forEach(check::take);
        List<byte[]> inOrder = List.copyOf(found.values());
        return check.complaint()
                .<Taken>map(why -> new Taken.Broken(manifest, why))
                .orElseGet(() -> new Taken.Whole(new StoredSnapshot(manifest, inOrder)));
    }

    private String hint() {
        return dropped == 0 ? "" : " (%d bytes were let go: more than %d were waiting)".formatted(dropped, budget);
    }

    private void forget(byte @Nullable [] key) {
        String[] parts = key == null ? new String[0] : new String(key, StandardCharsets.UTF_8).split("/");
        if (parts.length != 2 || !parts[1].matches("\\d{1,9}")) {
            return;
        }
        pending.computeIfPresent(parts[0], (id, ofSnapshot) -> {
            byte[] gone = ofSnapshot.remove(Integer.parseInt(parts[1]));
            held -= gone == null ? 0 : gone.length;
            return ofSnapshot.isEmpty() ? null : ofSnapshot;
        });
    }

    /** The first few indexes that are not there. */
    private static List<Integer> missing(TreeMap<Integer, byte[]> found, int count) {
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < count && missing.size() < LISTED; i++) {
            if (!found.containsKey(i)) {
                missing.add(i);
            }
        }
        return missing;
    }

    private static long length(TreeMap<Integer, byte[]> chunks) {
        return chunks.values().stream().mapToLong(bytes -> bytes.length).sum();
    }
}
