package io.thalweg.stream;

import io.thalweg.client.Failures;
import io.thalweg.stream.ThalwegStreams.Part;
import java.time.Duration;
import java.util.Collection;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One application, for as long as this process wants it.
 *
 * <p>The engine waits for a broker that is away, but sometimes gives up: when it wants to send more while what it has
 * sent before has expired, it takes that for a defect. Nothing is lost by it, so it is started again when a broker
 * answers, under the same transactional id, as a new process would be. A replaced stream thread would have another id,
 * and wait for the transaction that the dead one has left open.
 */
final class Engine {
    private static final Logger log = LoggerFactory.getLogger(Engine.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(60);
    private static final long GLANCE_NANOS = 500_000_000;
    private static final long STEADY_NANOS = Duration.ofMinutes(5).toNanos(); // after which failures do not add up
    private static final int TRIES = 5;

    private final Part part;
    private final Plan plan;
    private final BooleanSupplier isReady;
    private final Consumer<StreamException> failed;
    private volatile KafkaStreams streams;
    private volatile boolean closing;
    private @Nullable KafkaStreams ending; // has failed, and what follows from that is under way
    private int tries; // starts since it was last steady
    private long started;

    /** What to run: made anew for each start. */
    record Plan(Supplier<Topology> topology, Properties properties, StreamObserver observer) {
        KafkaStreams engine(Part part) {
            boolean isOurs = WholeCommits.class.getName().equals(properties.get(EngineSettings.CLIENTS));
            return isOurs
                    ? new KafkaStreams(
                            topology.get(), properties, new WholeCommits(nanos -> observer.committed(part, nanos)))
                    : new KafkaStreams(topology.get(), properties);
        }
    }

    /**
     * @param isReady whether what it waits for after an outage is there: a broker, and a snapshot that is being loaded
     * @param failed told of the failure that it does not recover from by itself
     */
    Engine(Part part, Plan plan, BooleanSupplier isReady, Consumer<StreamException> failed) {
        this.part = part;
        this.plan = plan;
        this.isReady = isReady;
        this.failed = failed;
        streams = assemble();
    }

    private KafkaStreams assemble() {
        KafkaStreams made = plan.engine(part);
        made.setStateListener((now, before) -> log.info("{} is {}", part, now));
        RestoreLog restores = new RestoreLog();
        made.setGlobalStateRestoreListener(restores);
        made.setStandbyUpdateListener(restores);
        made.setUncaughtExceptionHandler(cause -> judge(made, cause));
        return made;
    }

    synchronized void start() {
        if (!closing) {
            started = System.nanoTime();
            tries++;
            plan.observer().starts(part, streams);
            streams.start();
        }
    }

    /** Who is told may ask a broker, so not under the lock that {@link #close} needs. */
    private StreamThreadExceptionResponse judge(KafkaStreams made, Throwable cause) {
        if (isTheEnd(made, cause)) {
            failed.accept(new StreamException(cause));
        }
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** Each thread of an engine may fail; the first one speaks for all. */
    private synchronized boolean isTheEnd(KafkaStreams made, Throwable cause) {
        if (made == ending) {
            return false;
        }
        ending = made;
        boolean isPassing = !closing && Failures.isOutage(cause) && mayTryAgain();
        if (isPassing) {
            log.warn("{} cannot go on, and starts again when it can: {}", part, StreamException.explain(cause));
            beginAgain(made);
        }
        return !isPassing;
    }

    /** Ends it cleanly and starts it again, for a reason that is no failure of its own. */
    synchronized void renew() {
        if (!closing && streams != ending) {
            ending = streams;
            tries = 0;
            beginAgain(streams);
        }
    }

    private void beginAgain(KafkaStreams dead) {
        Thread again = new Thread(() -> startAgain(dead), "restart of " + part);
        again.setDaemon(true);
        again.start();
    }

    private boolean mayTryAgain() {
        if (System.nanoTime() - started > STEADY_NANOS) {
            tries = 0;
        }
        return tries < TRIES;
    }

    private void startAgain(KafkaStreams dead) {
        try {
            plan.observer().ends(dead);
            dead.close(Duration.ZERO); // who waits in there keeps close() from it
            long until = System.nanoTime() + CLOSE_PATIENCE.toNanos();
            while (!closing && !dead.state().hasCompletedShutdown()) {
                if (System.nanoTime() > until) {
                    throw new IllegalStateException(
                            "%s did not end within %s after it could not go on; start the process again"
                                    .formatted(part, CLOSE_PATIENCE));
                }
                LockSupport.parkNanos(GLANCE_NANOS);
            }
            while (!closing && !isReady.getAsBoolean()) {
                LockSupport.parkNanos(GLANCE_NANOS);
            }
            begin();
        } catch (RuntimeException | Error e) { // whatever it is: nobody else looks at this thread
            failed.accept(new StreamException(e));
        }
    }

    private synchronized void begin() {
        if (!closing) {
            streams = assemble();
            start();
        }
    }

    State state() {
        return streams.state();
    }

    /**
     * Ends all of them for good, each while the others do. Says whether they have in time; may be called again if not.
     */
    static boolean close(Collection<Engine> engines, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        engines.forEach(engine -> engine.close(Duration.ZERO));
        boolean all = true;
        for (Engine engine : engines) {
            all &= engine.close(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
        }
        return all;
    }

    /** Ends it for good. Says whether everything has come to its end in time; may be called again if not. */
    boolean close(Duration patience) {
        KafkaStreams last;
        synchronized (this) {
            closing = true;
            last = streams;
        }
        plan.observer().ends(last);
        return last.close(patience);
    }
}
