package io.thalweg.replay;

import io.thalweg.lane.Lane;
import io.thalweg.lane.SnapshotEntries;
import io.thalweg.publish.BrokenSnapshotException;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.SnapshotBytes;
import io.thalweg.publish.SnapshotManifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds the snapshots that a replay makes against the published ones. Between two neighbours that agree, log,
 * configuration and program are what they were; the first that differs says from which offset on something is not.
 */
public final class Verifier implements Outputs {
    private final TreeMap<Long, List<SnapshotManifest>> waiting = new TreeMap<>();
    private final Map<String, Integer> notCompared = new LinkedHashMap<>();
    private final List<String> elsewhere = new ArrayList<>();
    private final Map<String, String> forgotten = new LinkedHashMap<>();
    private final PublishedSnapshots published;
    private final Map<SnapshotManifest, SnapshotBytes> bytes;
    private long agreedOffset;
    private int compared;
    private int agreed;
    private int unpublished;
    private @Nullable Difference first;

    /** A field of a manifest that should be the same and is not. */
    public record Field(String name, String published, String recomputed) {}

    /**
     * The first snapshot that is not what the log makes.
     *
     * @param afterOffset up to here the last snapshot agreed, or the replay began
     * @param words what it means
     */
    public record Difference(String snapshot, long afterOffset, long nextOffset, List<Field> fields, String words) {}

    /**
     * How it ended.
     *
     * @param compared of the published ones in the range
     * @param agreed of those; the bytes of the {@code forgotten} ones could not be looked at
     * @param notCompared the others, by reason
     * @param elsewhere those that differ and come from another numeric platform or program format, one line each
     * @param forgotten those whose manifests agree and whose chunks the topic's retention has deleted: why, by id
     * @param unpublished made by the log, but nowhere to be found
     */
    public record Outcome(
            int compared,
            int agreed,
            Map<String, Integer> notCompared,
            List<String> elsewhere,
            Map<String, String> forgotten,
            int unpublished,
            @Nullable Difference firstDifference) {
        /** Whether something was compared and all of it agrees. */
        public boolean isProof() {
            return firstDifference == null && agreed > 0 && agreed == compared;
        }
    }

    /**
     * Looks at the published bytes now, so that the replay need not wait for it.
     *
     * @param from the first offset of the replay; what a snapshot there says is where it begins
     */
    public Verifier(PublishedSnapshots published, long from, long to) {
        this.published = published;
        agreedOffset = from;
        for (SnapshotManifest manifest : published.manifests()) {
            if (!Snapshot.isMadeByLog(manifest)) {
                notCompared.merge("not made over this log", 1, Integer::sum);
            } else if (Snapshot.nextOffset(manifest) <= from) {
                notCompared.merge("before the replay's start", 1, Integer::sum);
            } else if (Snapshot.nextOffset(manifest) > to) {
                notCompared.merge("after the replay's end", 1, Integer::sum);
            } else {
                waiting.computeIfAbsent(Snapshot.nextOffset(manifest), offset -> new ArrayList<>())
                        .add(manifest);
            }
        }
        bytes = published.judge(waiting.values().stream().flatMap(List::stream).toList());
    }

    @Override
    public void manifest(SnapshotManifest recomputed) {
        long offset = Snapshot.nextOffset(recomputed);
        missBefore(offset, ", the next one is at offset " + offset);
        List<SnapshotManifest> there = waiting.getOrDefault(offset, new ArrayList<>());
        List<SnapshotManifest> meant =
                there.stream().filter(one -> one.id().equals(recomputed.id())).toList();
        there.removeAll(meant);
        meant.forEach(manifest -> compare(manifest, recomputed));
        unpublished += meant.isEmpty() ? 1 : 0;
    }

    /** Published snapshots that the log should have made by now. */
    private void missBefore(long offset, String instead) {
        var missed = waiting.headMap(offset);
        for (List<SnapshotManifest> there : missed.values()) {
            for (SnapshotManifest manifest : there) {
                compared++;
                differ(
                        manifest,
                        List.of(),
                        ("the log makes no such snapshot there%s: it has fewer records, or more, or others than when the"
                                        + " snapshot was made")
                                .formatted(instead));
            }
        }
        missed.clear();
    }

    private void compare(SnapshotManifest manifest, SnapshotManifest recomputed) {
        compared++;
        List<Field> fields = differences(manifest, recomputed);
        SnapshotBytes found = Objects.requireNonNull(bytes.get(manifest), manifest::id);
        if (!fields.isEmpty() && !manifest.platform().equals(recomputed.platform())) {
            elsewhere.add("snapshot %s was computed on '%s', this is '%s'"
                    .formatted(manifest.id(), manifest.platform(), recomputed.platform()));
        } else if (found instanceof SnapshotBytes.Broken broken) {
            String words = fields.isEmpty() ? "the manifest agrees" : meaning(manifest, recomputed);
            differ(manifest, fields, words + "; its published bytes cannot be believed: " + broken.why());
        } else if (fields.isEmpty()) {
            agree(manifest, found);
        } else {
            differ(manifest, recomputed, fields);
        }
    }

    private void agree(SnapshotManifest manifest, SnapshotBytes found) {
        agreed++;
        agreedOffset = first == null ? Snapshot.nextOffset(manifest) : agreedOffset;
        found.complaint().ifPresent(why -> forgotten.put(manifest.id(), why));
    }

    /** Only for this is a snapshot loaded, and none after the first difference: those that follow it differ, too. */
    private void differ(SnapshotManifest manifest, SnapshotManifest recomputed, List<Field> fields) {
        if (first != null) {
            return;
        }
        String words = meaning(manifest, recomputed);
        try {
            int format = SnapshotEntries.format(published.load(manifest));
            if (format == Lane.FORMAT) {
                differ(manifest, fields, words);
            } else {
                elsewhere.add(
                        "snapshot %s was written in format %d by another version of the program, this one writes %d"
                                .formatted(manifest.id(), format, Lane.FORMAT));
            }
        } catch (BrokenSnapshotException e) {
            differ(
                    manifest,
                    fields,
                    words + "; which version of the program wrote it cannot be seen: " + e.getMessage());
        }
    }

    private void differ(SnapshotManifest manifest, List<Field> fields, String words) {
        if (first == null) {
            first = new Difference(manifest.id(), agreedOffset, Snapshot.nextOffset(manifest), fields, words);
        }
    }

    private static String meaning(SnapshotManifest published, SnapshotManifest recomputed) {
        if (!published.fingerprint().equals(recomputed.fingerprint())) {
            return "it was made with another configuration"
                    + only("there", published.configuration(), recomputed.configuration())
                    + only("here", recomputed.configuration(), published.configuration());
        }
        if (published.examples() != recomputed.examples()) {
            return "the model had learned %d examples, the log gives %d by then"
                    .formatted(published.examples(), recomputed.examples());
        }
        if (!published.proof().sha256().equals(recomputed.proof().sha256())) {
            return published
                            .proof()
                            .parametersSha256()
                            .equals(recomputed.proof().parametersSha256())
                    ? "the parameters agree, other state (optimiser, buffers, counters or metrics) does not"
                    : "a record in these offsets is not what it was, or stands in another place, or the program"
                            + " computes otherwise";
        }
        return "the model agrees, its chain does not: a snapshot before it is not the one it was made after";
    }

    /** The lines of {@code one} that the other text does not have. */
    private static String only(String where, String one, String other) {
        Set<String> known = other.lines().map(String::strip).collect(Collectors.toSet());
        String lines = one.lines()
                .map(String::strip)
                .filter(line -> !known.contains(line))
                .collect(Collectors.joining(", "));
        return lines.isEmpty() ? "" : "; only %s: %s".formatted(where, lines);
    }

    private static List<Field> differences(SnapshotManifest published, SnapshotManifest recomputed) {
        List<Field> fields = new ArrayList<>();
        add(fields, "fingerprint", published.fingerprint(), recomputed.fingerprint());
        add(
                fields,
                "firstOffset",
                published.extent().firstOffset(),
                recomputed.extent().firstOffset());
        add(fields, "examples", published.examples(), recomputed.examples());
        add(fields, "version", published.version(), recomputed.version());
        add(fields, "sha256", published.proof().sha256(), recomputed.proof().sha256());
        add(
                fields,
                "parametersSha256",
                published.proof().parametersSha256(),
                recomputed.proof().parametersSha256());
        add(fields, "previous", published.proof().previous(), recomputed.proof().previous());
        add(fields, "chain", published.proof().chain(), recomputed.proof().chain());
        add(fields, "id", published.id(), recomputed.id());
        return fields;
    }

    private static void add(List<Field> fields, String name, Object published, Object recomputed) {
        if (!published.equals(recomputed)) {
            fields.add(new Field(name, published.toString(), recomputed.toString()));
        }
    }

    /** To be asked when the replay is over. */
    public Outcome outcome() {
        missBefore(Long.MAX_VALUE, "");
        return new Outcome(compared, agreed, notCompared, elsewhere, forgotten, unpublished, first);
    }
}
