package io.thalweg.stream;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after things on a thread of its own, again and again until it is closed, whatever a look ends with. */
final class Watchman implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watchman.class);

    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "watchman");
        thread.setDaemon(true);
        return thread;
    });

    /** Looks first after one pause. */
    void look(Runnable look, Duration pause) {
        rounds.scheduleWithFixedDelay(() -> lookOnce(look), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void lookOnce(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException | Error e) { // of which the schedule would say nothing, and end
            log.error("the watch over a stream has failed, and goes on: {}", StreamException.explain(e), e);
        }
    }

    @Override
    public void close() {
        rounds.shutdownNow();
    }
}
