package io.thalweg.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records in log order, from one offset to another. One owner thread, which need not be the one that closes it. */
public interface LogSource extends AutoCloseable {
    /**
     * Entries in log order and the offset that has been reached, which also passes what is no record. May be empty.
     *
     * @param records how many were read for it, whatever became of them
     * @param position every record before this offset has been handed out
     */
    record Block(List<Entry> entries, int records, long position) {
        public Block {
            entries = List.copyOf(entries);
        }
    }

    /** The next entries, about {@code most} of them, or null at the end. Waits for the broker. */
    @Nullable
    Block next(int most);

    @Override
    void close();
}
