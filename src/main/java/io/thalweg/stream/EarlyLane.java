package io.thalweg.stream;

import io.thalweg.lane.Lane;
import io.thalweg.lane.LaneSettings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Makes lanes, the first one in advance: filling its tables and bringing up the native library take about as long as
 * what a start waits for from the broker and the registry.
 */
final class EarlyLane implements Supplier<Lane> {
    private final LaneSettings settings;
    private final AtomicReference<CompletableFuture<Lane>> early;

    EarlyLane(LaneSettings settings) {
        this.settings = settings;
        early = new AtomicReference<>(CompletableFuture.supplyAsync(() -> new Lane(settings)));
    }

    @Override
    public Lane get() {
        CompletableFuture<Lane> ready = early.getAndSet(null);
        return ready == null ? new Lane(settings) : ready.join();
    }
}
