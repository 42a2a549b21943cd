package io.thalweg.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Between the lanes, each on its stream thread, and everybody else: how the lanes stand, and the wish that they come to
 * a clean stop.
 */
final class LaneWatch {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Map<Integer, LaneStatus> statuses = new ConcurrentSkipListMap<>();
    private final Set<Integer> busy = ConcurrentHashMap.newKeySet(); // with a checkpoint still to write
    private final StreamObserver observer;
    private volatile boolean stopping;
    private volatile boolean abandoned;

    LaneWatch() {
        this(StreamObserver.NONE);
    }

    LaneWatch(StreamObserver observer) {
        this.observer = observer;
    }

    StreamObserver observer() {
        return observer;
    }

    void publish(LaneStatus status) {
        statuses.put(status.partition(), status);
        observer.stands(status);
    }

    /** The last status of each lane this process has had, by partition. */
    List<LaneStatus> statuses() {
        return List.copyOf(statuses.values());
    }

    void opened(int partition) {
        busy.add(partition);
    }

    /** A lane has written its checkpoint for the stop, or is not here any more. */
    void settled(int partition) {
        busy.remove(partition);
    }

    boolean isStopping() {
        return stopping;
    }

    /** A stream has failed: who waits for lanes need not wait any more. */
    void abandon() {
        abandoned = true;
    }

    /**
     * Asks every lane for a checkpoint and waits for them, as long as {@code patience} lasts, or until they are
     * abandoned. Says whether nobody is still waited for.
     */
    boolean settle(Duration patience) {
        stopping = true;
        long until = System.nanoTime() + patience.toNanos();
        while (!busy.isEmpty() && !abandoned && System.nanoTime() < until) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return abandoned || busy.isEmpty();
    }
}
