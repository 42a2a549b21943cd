package io.thalweg.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Notices that a group stands still because of a transaction that does not end. Nobody else says so: who reads
 * committed records, or starts from a committed offset, waits for that end in silence. One owner thread.
 */
final class Standstill {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Positions positions;
    private final LongSupplier nanoTime;
    private final Map<TopicPartition, Long> since = new HashMap<>();
    private final Set<TopicPartition> told = new HashSet<>();
    private Map<TopicPartition, Long> last = Map.of();

    /** How far a group has come on the partitions that it reads, and what is in its way. */
    interface Positions {
        /** The committed offsets; where a transaction is open, those from before it. */
        Map<TopicPartition, Long> committed();

        /** What an open transaction keeps from being known, in words; nothing of partitions where none is open. */
        Map<TopicPartition, String> heldBack();
    }

    /** @param nanoTime by which patience is measured */
    Standstill(Positions positions, LongSupplier nanoTime) {
        this.positions = positions;
        this.nanoTime = nanoTime;
    }

    /** What there is to tell, each thing once; to be asked every few seconds. */
    List<String> look() {
        Map<TopicPartition, Long> committed = positions.committed();
        boolean goesOn = !committed.equals(last);
        last = committed;
        Map<TopicPartition, String> heldBack = goesOn ? Map.of() : positions.heldBack();
        since.keySet().retainAll(heldBack.keySet());
        told.retainAll(heldBack.keySet());
        List<String> news = new ArrayList<>();
        heldBack.forEach((partition, words) -> {
            long now = nanoTime.getAsLong();
            long waiting = now - since.computeIfAbsent(partition, first -> now);
            if (waiting >= PATIENCE.toNanos() && told.add(partition)) {
                news.add(words);
            }
        });
        return news;
    }
}
