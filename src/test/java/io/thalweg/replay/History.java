package io.thalweg.replay;

import io.thalweg.feature.Example;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LaneSettings;
import io.thalweg.lane.LogRecord;
import io.thalweg.publish.Outputs;
import io.thalweg.replay.LogSource.Block;
import io.thalweg.scenario.Worlds;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A train log in memory, whose offsets have gaps as those of transactions do. */
final class History implements TrainLog {
    private static final int STRIDE = 3;

    private final List<Entry> entries = new ArrayList<>();
    private long begin;

    static History of(List<Example> examples) {
        History history = new History();
        examples.forEach(example -> history.add(new LogRecord.Event(example)));
        return history;
    }

    static History ofEvents(int count) {
        return of(Worlds.examples(count, 1));
    }

    static LaneSettings settings() {
        return Worlds.lane(Worlds.hard(Worlds.adaGrad()));
    }

    void add(LogRecord record) {
        entries.add(Entry.of((long) entries.size() * STRIDE, 1_000L * entries.size(), record));
    }

    List<Entry> entries() {
        return entries;
    }

    /** The model of a lane that is fed these records and nothing else. */
    static Lane learned(List<Entry> entries) {
        Lane lane = new Lane(settings());
        for (Entry entry : entries) {
            if (entry.learned() != null) {
                lane.apply(entry.offset(), entry.appendTime(), entry.learned(), Outputs.NONE);
            }
        }
        return lane;
    }

    static Course course(LaneSettings settings, Outputs outputs) {
        return new Course(Student.of(new Lane(settings)), outputs);
    }

    void deleteBefore(long offset) {
        begin = offset;
    }

    @Override
    public String name() {
        return "history";
    }

    @Override
    public long begin() {
        return begin;
    }

    @Override
    public long end() {
        return (long) entries.size() * STRIDE;
    }

    @Override
    public LogSource read(long from, long to) {
        return new Reading(entries.stream()
                .filter(entry -> entry.offset() >= Math.max(from, begin) && entry.offset() < to)
                .toList());
    }

    /** Hands out a list, and remembers that it was closed. */
    static final class Reading implements LogSource {
        private final List<Entry> all;
        private int next;
        volatile boolean closed;

        Reading(List<Entry> all) {
            this.all = all;
        }

        @Override
        public @Nullable Block next(int most) {
            if (next >= all.size()) {
                return null;
            }
            List<Entry> some = all.subList(next, Math.min(all.size(), next + Math.min(most, 7)));
            next += some.size();
            return new Block(some, some.size(), some.get(some.size() - 1).offset() + 1);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
