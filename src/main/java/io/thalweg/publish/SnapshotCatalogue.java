package io.thalweg.publish;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

/** The snapshots there are, oldest first, and what people call them. */
public record SnapshotCatalogue(List<SnapshotManifest> manifests) {
    /** What everybody may say for the newest one. */
    public static final String LAST = "last";

    private static final int SHORTEST_PREFIX = 6;
    private static final int LISTED = 5;

    public SnapshotCatalogue {
        manifests = List.copyOf(manifests);
    }

    /**
     * The one that {@code reference} means: {@value #LAST}, an id, or the first digits of a chain, six at least. The
     * newest of those that are the same.
     *
     * @throws NoSuchElementException if it means none of them, or several; lists the nearest
     */
    public SnapshotManifest find(String reference) {
        if (manifests.isEmpty()) {
            throw new NoSuchElementException("there is no snapshot '%s', nor any other".formatted(reference));
        }
        if (reference.equals(LAST)) {
            return manifests.get(manifests.size() - 1);
        }
        List<SnapshotManifest> meant =
                manifests.stream().filter(one -> one.id().equals(reference)).toList();
        if (meant.isEmpty() && reference.length() >= SHORTEST_PREFIX) {
            meant = manifests.stream()
                    .filter(one -> one.proof().chain().startsWith(reference))
                    .toList();
        }
        if (meant.isEmpty()) {
            throw new NoSuchElementException(
                    "there is no snapshot '%s' (an id, %d or more digits of a chain, or '%s'); the nearest: %s"
                            .formatted(reference, SHORTEST_PREFIX, LAST, text(nearest(reference))));
        }
        long different =
                meant.stream().map(one -> one.proof().chain()).distinct().count();
        if (different > 1) {
            throw new NoSuchElementException("'%s' may be any of %d snapshots; give more digits of a chain: %s"
                    .formatted(reference, different, text(meant)));
        }
        return meant.get(meant.size() - 1);
    }

    private List<SnapshotManifest> nearest(String reference) {
        List<SnapshotManifest> nearest = new ArrayList<>(manifests);
        if (reference.matches("\\d{1,18}")) {
            long offset = Long.parseLong(reference);
            nearest.sort(Comparator.comparingLong(one -> Math.abs(one.extent().nextOffset() - offset)));
        } else {
            nearest.sort(
                    Comparator.comparingInt(one -> -commonPrefix(one.proof().chain(), reference)));
        }
        return nearest;
    }

    private static int commonPrefix(String chain, String reference) {
        int length = 0;
        while (length < Math.min(chain.length(), reference.length())
                && chain.charAt(length) == reference.charAt(length)) {
            length++;
        }
        return length;
    }

    private static String text(List<SnapshotManifest> some) {
        return some.stream().limit(LISTED).map(one -> one.name().toString()).collect(Collectors.joining(", "));
    }
}
