package io.thalweg.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A mini-batch buffer for each task. When a buffer is cut depends on its length and on event times alone, so it is a
 * function of the log.
 */
public final class Buffers {
    private final BatchSettings settings;
    private final List<List<Pending>> buffers; // by task

    public Buffers(BatchSettings settings, int tasks) {
        this.settings = settings;
        buffers = IntStream.range(0, tasks)
                .<List<Pending>>mapToObj(task -> new ArrayList<>(settings.size()))
                .toList();
    }

    /** Most examples that one batch can have. */
    public static int largestBatch(BatchSettings settings, int tasks) {
        return settings.schedule() == BatchSettings.Schedule.ROUND ? settings.size() * tasks : settings.size();
    }

    /** Whoever learns from batches. */
    public interface Learning {
        /** Learns from all of the batch and answers nothing, or from none of it and answers what stands in the way. */
        List<Pending> learn(Batch batch);
    }

    /**
     * Takes one example in, and has whatever is due by that learned from. What stands in the way of a batch is left
     * out, and the rest of it waits on unless it is due without that, too: so that batches are cut where they would be
     * cut in a log that does not have it.
     */
    public void add(Pending pending, Learning learning) {
        long now = pending.example().time();
        for (List<Pending> buffer : buffers) {
            while (!buffer.isEmpty() && now - buffer.get(0).example().time() >= settings.maxAgeMillis()) {
                cut(buffer, learning);
            }
        }
        List<Pending> own = buffers.get(pending.firstTask());
        own.add(pending);
        while (own.size() == settings.size()) {
            cut(own, learning);
        }
    }

    /** Has whatever there is learned from. */
    public void drain(Learning learning) {
        for (List<Pending> buffer : buffers) {
            while (!buffer.isEmpty()) {
                cut(buffer, learning);
            }
        }
    }

    /** Leaves less waiting than there was. */
    private void cut(List<Pending> buffer, Learning learning) {
        boolean isRound = settings.schedule() == BatchSettings.Schedule.ROUND;
        List<List<Pending>> due = isRound ? buffers : List.of(buffer);
        List<Pending> refused =
                learning.learn(new Batch(due.stream().flatMap(List::stream).toList()));
        if (refused.isEmpty()) {
            due.forEach(List::clear);
        } else {
            due.forEach(one -> one.removeAll(refused));
        }
    }

    /** Everything that waits, buffer by buffer. */
    public List<Pending> contents() {
        return buffers.stream().flatMap(List::stream).toList();
    }

    /** Forgets everything and waits with {@code contents} instead. */
    public void restore(List<Pending> contents) {
        buffers.forEach(List::clear);
        contents.forEach(pending -> buffers.get(pending.firstTask()).add(pending));
    }
}
