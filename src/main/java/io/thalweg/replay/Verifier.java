package io.thalweg.replay;

import io.thalweg.lane.Lane;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds the snapshots that a replay makes against the published ones. Between two neighbours that agree, log,
 * configuration and program are what they were; the first that differs says from which offset on something is not.
 */
public final class Verifier implements Outputs {
    private final TreeMap<Long, SnapshotManifest> waiting = new TreeMap<>();
    private final Map<String, Integer> notCompared = new LinkedHashMap<>();
    private final List<String> elsewhere = new ArrayList<>();
    private final PublishedSnapshots published;
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
     * @param notCompared the others, by reason
     * @param elsewhere those that differ and come from another numeric platform or program format, one line each
     * @param unpublished made by the log, but nowhere to be found
     */
    public record Outcome(
            int compared,
            int agreed,
            Map<String, Integer> notCompared,
            List<String> elsewhere,
            int unpublished,
            @Nullable Difference firstDifference) {
        /** Whether something was compared and all of it agrees. */
        public boolean isProof() {
            return firstDifference == null && agreed > 0 && agreed == compared;
        }
    }

    /** @param from the first offset of the replay; what a snapshot there says is where it begins */
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
                waiting.put(Snapshot.nextOffset(manifest), manifest);
            }
        }
    }

    @Override
    public void manifest(SnapshotManifest recomputed) {
        long offset = Snapshot.nextOffset(recomputed);
        missBefore(offset, ", the next one is at offset " + offset);
        SnapshotManifest manifest = waiting.remove(offset);
        if (manifest == null) {
            unpublished++;
        } else {
            compare(manifest, recomputed);
        }
    }

    /** Published snapshots that the log should have made by now. */
    private void missBefore(long offset, String instead) {
        Iterator<SnapshotManifest> missed = waiting.headMap(offset).values().iterator();
        while (missed.hasNext()) {
            SnapshotManifest manifest = missed.next();
            missed.remove();
            compared++;
            differ(
                    manifest,
                    List.of(),
                    ("the log makes no snapshot there%s: it has fewer records, or more, or others than when the snapshot"
                                    + " was made")
                            .formatted(instead));
        }
    }

    private void compare(SnapshotManifest manifest, SnapshotManifest recomputed) {
        compared++;
        List<Field> fields = differences(manifest, recomputed);
        if (!fields.isEmpty() && !manifest.platform().equals(recomputed.platform())) {
            elsewhere.add("snapshot %s was computed on '%s', this is '%s'"
                    .formatted(manifest.id(), manifest.platform(), recomputed.platform()));
            return;
        }
        try {
            int format = Lane.formatOf(published.load(manifest));
            if (fields.isEmpty()) {
                agreed++;
                agreedOffset = first == null ? Snapshot.nextOffset(manifest) : agreedOffset;
            } else if (format != Lane.FORMAT) {
                elsewhere.add(
                        "snapshot %s was written in format %d by another version of the program, this one writes %d"
                                .formatted(manifest.id(), format, Lane.FORMAT));
            } else {
                differ(manifest, fields, meaning(manifest, recomputed));
            }
        } catch (BrokenSnapshotException e) {
            String words = fields.isEmpty() ? "the manifest agrees" : meaning(manifest, recomputed);
            differ(manifest, fields, words + "; its published bytes cannot be believed: " + e.getMessage());
        }
    }

    private void differ(SnapshotManifest manifest, List<Field> fields, String words) {
        if (first == null) {
            first = new Difference(manifest.id(), agreedOffset, Snapshot.nextOffset(manifest), fields, words);
        }
    }

    private static String meaning(SnapshotManifest published, SnapshotManifest recomputed) {
        if (!published.fingerprint().equals(recomputed.fingerprint())) {
            return "it was made with another configuration";
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
        return new Outcome(compared, agreed, notCompared, elsewhere, unpublished, first);
    }

    @Override
    public void prediction(Prediction prediction) {}

    @Override
    public void metrics(TaskMetrics metrics) {}

    @Override
    public void chunk(SnapshotChunk chunk) {}
}
