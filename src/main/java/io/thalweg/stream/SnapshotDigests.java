package io.thalweg.stream;

import io.thalweg.publish.SnapshotCheck;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.stream.SnapshotTopic.Found;
import io.thalweg.wire.Registry;
import io.thalweg.wire.SnapshotReader;
import io.thalweg.wire.SnapshotReader.Taken;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Digests the bytes of many snapshots in one reading of the topic, holding none of them. One whose chunks do not come
 * in order is loaded and judged as whoever needs it would.
 */
final class SnapshotDigests {
    private final SnapshotTopic topic;
    private final SnapshotReader reader;
    private final Map<String, List<Progress>> byId = new LinkedHashMap<>();

    SnapshotDigests(SnapshotTopic topic, Registry registry) {
        this.topic = topic;
        reader = new SnapshotReader(registry, 0);
    }

    /** What is wrong with each of {@code some}, if anything is. */
    Map<Found, Optional<String>> complaints(List<Found> some) {
        List<Progress> all = new ArrayList<>();
        long first = Long.MAX_VALUE;
        long last = 0;
        for (Found one : some) {
            Progress progress = new Progress(one);
            all.add(progress);
            byId.computeIfAbsent(one.manifest().id(), id -> new ArrayList<>()).add(progress);
            first = Math.min(first, one.logged().timestamp());
            last = Math.max(last, one.logged().timestamp());
        }
        if (!some.isEmpty()) {
            long until = last + SnapshotTopic.LONGEST_TRANSACTION_MILLIS;
            topic.read(SnapshotTopic.CHUNKS, Math.max(0, first - SnapshotTopic.LONGEST_TRANSACTION_MILLIS), logged -> {
                reader.chunk(logged.value()).ifPresent(this::take);
                return logged.timestamp() <= until && !all.stream().allMatch(Progress::isWhole);
            });
        }
        Map<Found, Optional<String>> complaints = new LinkedHashMap<>();
        all.forEach(progress -> complaints.put(progress.found, complaint(progress)));
        return complaints;
    }

    private void take(SnapshotChunk chunk) {
        byId.getOrDefault(chunk.snapshot(), List.of()).forEach(progress -> progress.take(chunk));
    }

    private Optional<String> complaint(Progress progress) {
        return !progress.isWhole() && topic.look(progress.found) instanceof Taken.Broken broken
                ? Optional.of(broken.why())
                : Optional.empty();
    }

    /** The latest run of chunks that go by a snapshot's id. */
    private static final class Progress {
        private final Found found;
        private SnapshotCheck check;
        private boolean isWhole;

        Progress(Found found) {
            this.found = found;
            check = new SnapshotCheck(found.manifest());
            judge(); // one of no bytes is whole
        }

        void take(SnapshotChunk chunk) {
            if (chunk.index() == 0) {
                check = new SnapshotCheck(found.manifest());
            }
            if (!isWhole && chunk.index() == check.chunks()) {
                check.take(chunk.bytes());
                judge();
            }
        }

        private void judge() {
            isWhole = check.chunks() == found.manifest().extent().chunks()
                    && check.complaint().isEmpty();
        }

        boolean isWhole() {
            return isWhole;
        }
    }
}
