package io.thalweg.replay;

import io.thalweg.replay.LogSource.Block;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads and decodes on a thread of its own, a bounded number of blocks ahead of the one who learns. The thread owns the
 * source and closes it.
 */
final class ReadAhead implements AutoCloseable {
    private static final int BLOCKS = 16;
    private static final int ENTRIES = 1_024;
    private static final double NANOS = 1e9;
    private static final Message END = new Message(null, null);
    private static final long PATIENCE_MILLIS = 10_000;
    private static final double BLOCKS_PER_SECOND = 10; // of a rate that is held back

    private final LogSource source;
    private final double rate; // records a second; 0: as many as there are
    private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(BLOCKS);
    private final Thread thread = new Thread(this::read, "replay-read");
    private long waitedNanos;
    private boolean hasBegun; // something was taken
    private boolean hasEnded; // everything was taken, or the failure

    /** A block, the end (neither) or a failure. */
    private record Message(@Nullable Block block, @Nullable Throwable failure) {}

    ReadAhead(LogSource source, double rate) {
        this.source = source;
        this.rate = rate;
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try (source) {
            int most = rate > 0 ? (int) Math.max(1, Math.min(ENTRIES, rate / BLOCKS_PER_SECOND)) : ENTRIES;
            long start = System.nanoTime();
            long records = 0;
            for (Block block = source.next(most); block != null; block = source.next(most)) {
                records += block.records();
                queue.put(new Message(block, null));
                holdBack(start, records);
            }
            queue.put(END); // nobody need wait for the source to close
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody wants more
        } catch (RuntimeException | Error e) {
            tell(e);
        }
    }

    private void tell(Throwable failure) {
        try {
            queue.put(new Message(null, failure));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void holdBack(long start, long records) throws InterruptedException {
        if (rate <= 0) {
            return;
        }
        long due = start + (long) (records / rate * NANOS);
        for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
            LockSupport.parkNanos(due - now);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** The next block, or null at the end; throws what the reading thread threw. */
    @Nullable
    Block take() {
        Message message = queue.poll();
        if (message == null) {
            long start = System.nanoTime();
            message = await();
            waitedNanos += hasBegun ? System.nanoTime() - start : 0;
        }
        hasBegun = true;
        hasEnded = message.block() == null;
        if (message.failure() instanceof RuntimeException failure) {
            throw failure;
        }
        if (message.failure() instanceof Error error) {
            throw error;
        }
        return message.block();
    }

    private Message await() {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the log", e);
        }
    }

    /** For how long {@link #take} had nothing to give, since the first block came. */
    double waitedSeconds() {
        return waitedNanos / NANOS;
    }

    /** Returns when the reading thread has closed its source, or does not want to for long. */
    @Override
    public void close() {
        if (!hasEnded) {
            thread.interrupt();
        }
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
