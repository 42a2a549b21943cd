package io.thalweg.publish;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot comes after, as its manifest's {@code previous} says.
 *
 * @param predecessor the snapshot that it goes on from, if that one is there
 */
public record SnapshotLink(Kind kind, @Nullable SnapshotManifest predecessor) {
    /** Where the predecessor is. */
    public enum Kind {
        /** There is none. */
        FIRST("is the first of its chain"),
        /** There, and the log goes on where it ended. */
        FOLLOWS("follows"),
        /** There; it took the place of another model between the two. */
        PROMOTED("goes on from the promoted"),
        /** On the topic that the snapshot was copied from. */
        COPIED("was copied; what it follows is where it came from"),
        /** Deleted from the beginning of the topic, which happens by its retention. */
        FORGOTTEN("follows one that the topic's retention has deleted"),
        /** Never there: the oldest one of a replay that began at a snapshot, or of a topic that was made anew. */
        ELSEWHERE("follows one that was never on this topic"),
        /** It must have been there, and is not. */
        MISSING("follows one that should be on this topic and is not");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /**
     * How each one of {@code manifests}, oldest first, is linked; what is kept of the topic begins at {@code offset}.
     */
    public static List<SnapshotLink> of(List<SnapshotManifest> manifests, long offset) {
        Map<String, SnapshotManifest> byChain = new LinkedHashMap<>();
        manifests.forEach(one -> byChain.put(one.proof().chain(), one));
        List<SnapshotLink> links = new ArrayList<>();
        SnapshotManifest before = null; // of the application's own lane
        for (SnapshotManifest one : manifests) {
            SnapshotManifest predecessor = byChain.get(one.proof().previous());
            links.add(new SnapshotLink(kind(one, before, predecessor, offset > 0), predecessor));
            before = one.cause() == SnapshotManifest.Cause.COPIED ? before : one;
        }
        return links;
    }

    private static Kind kind(
            SnapshotManifest one,
            @Nullable SnapshotManifest before,
            @Nullable SnapshotManifest predecessor,
            boolean hasForgotten) {
        if (one.proof().previous().equals(SnapshotChain.NOTHING)) {
            return Kind.FIRST;
        }
        if (predecessor != null) {
            boolean isNext = predecessor.extent().nextOffset() == one.extent().firstOffset();
            return isNext ? Kind.FOLLOWS : Kind.PROMOTED;
        }
        if (one.cause() == SnapshotManifest.Cause.COPIED) {
            return Kind.COPIED;
        }
        if (before == null) {
            return hasForgotten ? Kind.FORGOTTEN : Kind.ELSEWHERE;
        }
        boolean isAfterSwap = before.cause() == SnapshotManifest.Cause.BEFORE_SWAP;
        return isAfterSwap && hasForgotten ? Kind.FORGOTTEN : Kind.MISSING;
    }

    /** In words, to come after the snapshot's name. */
    @Override
    public String toString() {
        return predecessor == null ? kind.words : kind.words + " " + predecessor.id();
    }
}
