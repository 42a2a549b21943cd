package io.thalweg.serve.page;

import io.thalweg.check.Require;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every listener what the page shows: all of it first, then what has changed, at most twice a second, and a sign
 * of life where nothing has. Made once for all of them. One that does not keep up is dropped, and may come again.
 */
public final class Broadcast implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Broadcast.class);
    private static final long TICK_MILLIS = 500;
    private static final int BEAT_TICKS = 10;
    private static final int WAITING = 16; // messages for one listener: eight seconds

    private final LivePage page;
    private final int most;
    private final Set<Seat> seats = new LinkedHashSet<>();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "live page");
        thread.setDaemon(true);
        return thread;
    });
    private int quietTicks;
    private boolean isClosed;

    /** Where one listener's messages go; blocks as long as the listener takes. */
    public interface Listener {
        void send(String event, String data) throws IOException;
    }

    private record Message(String event, String data) {}

    /** @param most listeners at a time */
    public Broadcast(LivePage page, int most) {
        Require.that(most >= 1, "there must be room for at least 1 listener, got %d", most);
        this.page = page;
        this.most = most;
    }

    /** Begins to tell news by itself; without, who calls {@link #tick} does. */
    public Broadcast start() {
        ticker.scheduleWithFixedDelay(this::tryToTick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return this;
    }

    /** What one listener has still to hear. */
    public final class Seat {
        private final Deque<Message> waiting = new ArrayDeque<>();
        private boolean isGone;

        private Seat() {}

        private synchronized void offer(Message message) {
            if (waiting.size() >= WAITING) {
                empty();
            } else if (!isGone) {
                waiting.addLast(message);
                notifyAll();
            }
        }

        /** Nobody listens any more. */
        public void leave() {
            empty();
            free(this);
        }

        private synchronized void empty() {
            isGone = true;
            waiting.clear();
            notifyAll();
        }

        private synchronized @Nullable Message next() throws InterruptedException {
            while (waiting.isEmpty() && !isGone) {
                wait();
            }
            return waiting.pollFirst();
        }

        /** Tells the listener until it is gone, is dropped, or everything ends; then its seat is free. */
        public void tell(Listener listener) {
            try {
                for (Message message = next(); message != null; message = next()) {
                    listener.send(message.event(), message.data());
                }
            } catch (IOException e) {
                log.debug("a listener has gone: {}", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                leave();
            }
        }
    }

    /** A seat for one more listener, unless all are taken; it is to be told, in a thread of its own. */
    public synchronized Optional<Seat> seat() {
        if (isClosed || seats.size() >= most) {
            return Optional.empty();
        }
        news(); // so that what comes next begins where the whole ends
        Seat seat = new Seat();
        seat.offer(new Message("whole", page.whole()));
        seats.add(seat);
        return Optional.of(seat);
    }

    /** How many seats there are. */
    public int most() {
        return most;
    }

    private synchronized void free(Seat seat) {
        seats.remove(seat);
    }

    /** Listeners at this moment. */
    public synchronized int listeners() {
        return seats.size();
    }

    /** The ticker forgets what throws. */
    private void tryToTick() {
        try {
            tick();
        } catch (RuntimeException e) {
            log.warn("the live page could not tell its news", e);
        }
    }

    /** Tells what is new, if anything is. */
    public synchronized void tick() {
        if (news()) {
            quietTicks = 0;
        } else if (++quietTicks >= BEAT_TICKS) {
            quietTicks = 0;
            tell(new Message("beat", page.beat()));
        }
    }

    private boolean news() {
        Optional<String> news = page.news();
        news.ifPresent(data -> tell(new Message("news", data)));
        return news.isPresent();
    }

    private void tell(Message message) {
        List<Seat> all = new ArrayList<>(seats);
        all.forEach(seat -> seat.offer(message));
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        ticker.shutdownNow();
        seats.forEach(Seat::empty);
    }
}
