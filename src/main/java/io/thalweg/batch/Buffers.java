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

    /**
     * Takes one example in and gives the batches that are due by that, in the order in which they are to be learned.
     */
    public List<Batch> add(Pending pending) {
        List<Batch> due = new ArrayList<>();
        long now = pending.example().time();
        for (List<Pending> buffer : buffers) {
            if (!buffer.isEmpty() && now - buffer.get(0).example().time() >= settings.maxAgeMillis()) {
                cut(buffer, due);
            }
        }
        List<Pending> own = buffers.get(pending.firstTask());
        own.add(pending);
        if (own.size() == settings.size()) {
            cut(own, due);
        }
        return due;
    }

    /** Cuts whatever there is. */
    public List<Batch> drain() {
        List<Batch> due = new ArrayList<>();
        buffers.forEach(buffer -> {
            if (!buffer.isEmpty()) {
                cut(buffer, due);
            }
        });
        return due;
    }

    private void cut(List<Pending> buffer, List<Batch> due) {
        if (settings.schedule() == BatchSettings.Schedule.EACH) {
            due.add(new Batch(List.copyOf(buffer)));
            buffer.clear();
            return;
        }
        List<Pending> all = contents();
        if (!all.isEmpty()) {
            due.add(new Batch(all));
        }
        buffers.forEach(List::clear);
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
