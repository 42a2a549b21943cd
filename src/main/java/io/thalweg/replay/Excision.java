package io.thalweg.replay;

import io.thalweg.feature.Example;
import io.thalweg.lane.LogRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes events out of a replay and keeps account of them. Used by the reading thread; to be asked when it has ended.
 */
public final class Excision {
    private static final int LISTED = 5;

    private final List<Tally> tallies = new ArrayList<>();
    private long dropped;

    public Excision(List<Drop> drops) {
        drops.forEach(drop -> tallies.add(new Tally(drop)));
    }

    /**
     * What one specification took out; an event that several match is in each of them.
     *
     * @param firstOffset in the train log, or -1 for none
     * @param keys the first few, in log order
     */
    public record Dropped(String spec, long count, long firstOffset, long lastOffset, List<String> keys) {}

    private static final class Tally {
        private final Drop drop;
        private final List<String> keys = new ArrayList<>();
        private long count;
        private long first = -1;
        private long last = -1;

        Tally(Drop drop) {
            this.drop = drop;
        }

        void count(long offset, Example example) {
            first = count == 0 ? offset : first;
            last = offset;
            count++;
            byte[] key = example.key();
            if (key != null && keys.size() < LISTED) {
                keys.add(new String(key, StandardCharsets.UTF_8));
            }
        }
    }

    /** Whether the entry is dropped. What is no event never is. */
    boolean takes(Entry entry, RawFields fields) {
        Example example = example(entry);
        if (example == null || tallies.isEmpty()) {
            return false;
        }
        boolean taken = false;
        for (Tally tally : tallies) {
            if (matches(tally.drop, entry, fields)) {
                tally.count(entry.offset(), example);
                taken = true;
            }
        }
        dropped += taken ? 1 : 0;
        return taken;
    }

    private static boolean matches(Drop drop, Entry entry, RawFields fields) {
        return drop instanceof Drop.ByField byField
                ? byField.value().equals(fields.text(byField.field()))
                : matches(drop, entry.logged()) || matches(drop, entry.learned());
    }

    private static boolean matches(Drop drop, @Nullable LogRecord record) {
        return record instanceof LogRecord.Event event && drop.matches(event.example());
    }

    private static @Nullable Example example(Entry entry) {
        LogRecord record = entry.logged() != null ? entry.logged() : entry.learned();
        return record instanceof LogRecord.Event event ? event.example() : null;
    }

    /** Events taken out, each counted once. */
    public long dropped() {
        return dropped;
    }

    /** What each specification took out, in the order in which they were given. */
    public List<Dropped> account() {
        return tallies.stream()
                .map(tally ->
                        new Dropped(tally.drop.spec(), tally.count, tally.first, tally.last, List.copyOf(tally.keys)))
                .toList();
    }

    /** The fields of the raw record behind an entry. */
    interface RawFields {
        /** Of a train log's entry, which has none. */
        RawFields NONE = field -> null;

        /** The field's value as text, or null where there is none. */
        @Nullable
        String text(String field);
    }
}
