package io.thalweg.stream;

import io.thalweg.publish.SnapshotCheck;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.stream.SnapshotTopic.Found;
import io.thalweg.wire.Registry;
import io.thalweg.wire.SnapshotReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Digests the bytes of many snapshots in one reading of the topic, holding none of them. Only one whose chunks do not
 * stand there one after another is loaded: then its chunks were repeated, or it is not whole.
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
        long since = Long.MAX_VALUE;
        long until = 0;
        for (Found one : some) {
            Progress progress = new Progress(one);
            all.add(progress);
            byId.computeIfAbsent(one.manifest().id(), id -> new ArrayList<>()).add(progress);
            since = Math.min(since, one.logged().timestamp() - SnapshotTopic.LONGEST_TRANSACTION_MILLIS);
            until = Math.max(until, one.logged().timestamp());
        }
        if (!some.isEmpty()) {
            long last = until;
            topic.read(SnapshotTopic.CHUNKS, Math.max(0, since), logged -> {
                reader.chunk(logged.value()).ifPresent(chunk -> take(chunk, logged));
                return logged.timestamp() <= last;
            });
        }
        Map<Found, Optional<String>> complaints = new LinkedHashMap<>();
        all.forEach(progress -> complaints.put(progress.found, complaint(progress)));
        return complaints;
    }

    private void take(SnapshotChunk chunk, ConsumerRecord<byte[], byte[]> logged) {
        for (Progress progress : byId.getOrDefault(chunk.snapshot(), List.of())) {
            if (progress.found.logged().timestamp() >= logged.timestamp()) {
                progress.take(chunk);
                return;
            }
        }
    }

    private Optional<String> complaint(Progress progress) {
        if (progress.complaint().isEmpty()) {
            return Optional.empty();
        }
        try {
            topic.load(progress.found.manifest().name());
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** A snapshot some of whose chunks have come. */
    private static final class Progress {
        private final Found found;
        private @Nullable SnapshotCheck check;

        Progress(Found found) {
            this.found = found;
            check = new SnapshotCheck(found.manifest());
        }

        void take(SnapshotChunk chunk) {
            SnapshotCheck going = check;
            if (going != null) {
                check = chunk.index() == going.chunks() ? going.take(chunk.bytes()) : null;
            }
        }

        Optional<String> complaint() {
            SnapshotCheck ended = check;
            return ended == null ? Optional.of("its chunks are not in order") : ended.complaint();
        }
    }
}
