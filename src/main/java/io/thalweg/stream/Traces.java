package io.thalweg.stream;

import io.thalweg.lane.Lane;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The trace contexts of events that wait in the learner's buffers, by log offset, so that each prediction has its own
 * event's. No part of the model: they stand beside its blocks in the changelog, and in no snapshot. One owner thread.
 */
final class Traces {
    private static final int ROOM = 1_024; // held before anybody looks what still waits

    private final Map<Long, TraceContext> waiting = new TreeMap<>();
    private final Set<Long> written = new TreeSet<>(); // in the changelog
    private int limit = ROOM;

    /** A record of the log has come with these headers. */
    void came(long offset, Headers headers) {
        TraceContext context = TraceContext.of(headers);
        if (context != null) {
            waiting.put(offset, context);
        }
    }

    /** Gives back what the event at this offset came with, for the one record that is made of it. */
    @Nullable
    Headers take(long offset) {
        TraceContext context = waiting.remove(offset);
        return context == null ? null : context.headers();
    }

    /** Forgets what dropped events, such as duplicates, have left, once it may be much. */
    void tidy(Lane lane) {
        if (waiting.size() > limit) {
            retain(lane);
        }
    }

    /** Forgets all but those of what waits in the lane's buffers. */
    void retain(Lane lane) {
        if (!waiting.isEmpty()) {
            waiting.keySet().retainAll(lane.waiting());
        }
        limit = Math.max(ROOM, 2 * waiting.size());
    }

    /** Says what has changed since the last checkpoint: null for what is not needed any more. */
    void checkpoint(BiConsumer<Long, byte @Nullable []> sink) {
        for (Iterator<Long> stale = written.iterator(); stale.hasNext(); ) {
            long offset = stale.next();
            if (!waiting.containsKey(offset)) {
                sink.accept(offset, null);
                stale.remove();
            }
        }
        waiting.forEach((offset, context) -> {
            if (written.add(offset)) {
                sink.accept(offset, bytes(context));
            }
        });
    }

    /** Takes one entry of a checkpoint back; the last one of each offset counts. */
    void restore(long offset, byte @Nullable [] bytes) {
        if (bytes == null) {
            waiting.remove(offset);
            written.remove(offset);
        } else {
            waiting.put(offset, context(bytes));
            written.add(offset);
        }
    }

    private static byte[] bytes(TraceContext context) {
        byte[] parent = context.parent();
        byte[] state = context.state() == null ? new byte[0] : context.state();
        return ByteBuffer.allocate(Integer.BYTES + parent.length + state.length)
                .putInt(parent.length)
                .put(parent)
                .put(state)
                .array();
    }

    private static TraceContext context(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        byte[] parent = new byte[from.getInt()];
        from.get(parent);
        byte[] state = new byte[from.remaining()];
        from.get(state);
        return new TraceContext(parent, state.length == 0 ? null : state);
    }
}
