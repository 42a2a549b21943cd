package io.thalweg.replay;

import io.thalweg.lane.LogRecord;
import io.thalweg.replay.LogSource.Block;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Learns what a source brings, as fast as it can: reading and decoding on one thread, learning on the caller's.
 *
 * <p>With a second course it also learns what the log itself has, under the configuration that the log was made for, so
 * that both can be compared over the same events.
 */
public final class Replayer {
    private final Course course;
    private final @Nullable Course original;
    private final double rate;

    /**
     * @param original what {@code course} is compared with, or null
     * @param rate records a second at most; 0 for as many as there are
     */
    public Replayer(Course course, @Nullable Course original, double rate) {
        this.course = course;
        this.original = original;
        this.rate = rate;
    }

    /**
     * What a replay took.
     *
     * @param events in the range, dropped ones left out
     * @param waitedSeconds for which the learning thread had nothing to learn from, once it had begun
     */
    public record Outcome(long events, double seconds, double waitedSeconds) {
        public double eventsPerSecond() {
            return seconds > 0 ? events / seconds : 0;
        }
    }

    /**
     * Reads {@code source} to its end and closes it.
     *
     * @param progress told the offset that has been reached
     */
    public Outcome run(LogSource source, LongConsumer progress) {
        long start = System.nanoTime();
        long events = 0;
        try (ReadAhead ahead = new ReadAhead(source, rate)) {
            for (Block block = ahead.take(); block != null; block = ahead.take()) {
                for (Entry entry : block.entries()) {
                    events += entry.isEvent() ? 1 : 0;
                    learn(course, entry, entry.learned());
                    learn(original, entry, entry.logged());
                }
                progress.accept(block.position());
            }
            return new Outcome(events, (System.nanoTime() - start) / 1e9, ahead.waitedSeconds());
        }
    }

    private static void learn(@Nullable Course course, Entry entry, @Nullable LogRecord record) {
        if (course != null && record != null) {
            course.apply(entry.offset(), entry.appendTime(), record);
        }
    }
}
