package io.thalweg.stream;

import io.thalweg.client.ClientSettings;
import io.thalweg.client.Failures;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.wire.Quarantined;
import io.thalweg.wire.Registry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what an application says of itself on its metrics, quarantine and snapshots topics, and how far its learner
 * is. Reads committed records in no group and in threads of its own, so it disturbs nobody; what fails is told to the
 * viewer and tried again until this is closed.
 */
public final class OutputTail implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OutputTail.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 2_000;
    private static final long GOODBYE_MILLIS = 3_000;

    private final ThalwegConfig config;
    private final ClientSettings settings;
    private final Viewer viewer;
    private final Registry registry;
    private final Answers answers;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread reading = new Thread(this::read, "topics of the live page");
    private final Thread measuring = new Thread(this::measure, "lag of the live page");
    private volatile boolean isUpToDate;
    private volatile @Nullable Consumer<byte[], byte[]> current;

    /** Who is told, by two threads. {@code taken} is the record's timestamp: epoch milliseconds. */
    public interface Viewer {
        void metrics(TaskMetrics metrics, long taken);

        void quarantined(Quarantined event);

        /** There are older quarantined events, which are not read. */
        void hasOlderQuarantined();

        void snapshot(SnapshotManifest manifest, long taken);

        /** What was before has been told; from now on it is news. */
        void isUpToDate();

        /** How many records of the train log the learner has not committed. */
        void behind(long records);

        /** Nothing can be told for a while, and why; until it is up to date again. */
        void isAway(String why);
    }

    private OutputTail(ThalwegConfig config, Viewer viewer) {
        this.config = config;
        this.viewer = viewer;
        settings = new ClientSettings(config.app(), config.kafka());
        answers = new Answers(settings.bootstrap());
        registry = new Registry(config.registry(), this::sayOfRegistry);
    }

    /** Begins to follow the topics of {@code config}, as soon as they are there. */
    public static OutputTail follow(ThalwegConfig config, Viewer viewer) {
        OutputTail tail = new OutputTail(config, viewer);
        for (Thread thread : List.of(tail.reading, tail.measuring)) {
            thread.setDaemon(true);
            thread.start();
        }
        return tail;
    }

    private void read() {
        Whereabouts.enter(config.app());
        OutputReader reader = new OutputReader(config.topics(), registry, viewer);
        do {
            try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings.tailReader())) {
                current = consumer;
                reader.open(consumer);
                while (!isClosedWithin(0)) {
                    if (reader.read(consumer) && !isUpToDate) {
                        isUpToDate = true;
                        viewer.isUpToDate();
                    }
                }
            } catch (RuntimeException | Error e) { // nobody else would say that this thread has ended
                isUpToDate = false;
                complain(e);
            }
        } while (!isClosedWithin(PAUSE_MILLIS));
    }

    /** Also finds out whether the broker is there at all: a consumer that waits for one says nothing. */
    private void measure() {
        Whereabouts.enter(config.app());
        do {
            try (Admin admin = Admin.create(settings.hastyAdmin(PATIENCE))) {
                measure(new GroupOffsets(admin, settings.learnId(), answers));
            } catch (RuntimeException | Error e) { // as above
                complain(e);
            }
        } while (!isClosedWithin(PAUSE_MILLIS));
    }

    private void measure(GroupOffsets learner) {
        Set<String> log = Set.of(config.topics().trainLog());
        boolean hasAnswered = true;
        while (!isClosedWithin(PAUSE_MILLIS)) {
            try {
                viewer.behind(learner.behind(log, log));
                if (!hasAnswered && isUpToDate) {
                    viewer.isUpToDate();
                }
                hasAnswered = true;
            } catch (KafkaException | IllegalStateException e) {
                hasAnswered = false;
                complain(e);
            }
        }
    }

    /** A reader that waits for the registry says nothing by itself; with the next record it is up to date again. */
    private void sayOfRegistry(String state) {
        log.debug("{}", state);
        isUpToDate = false;
        viewer.isAway(state);
    }

    private void complain(Throwable failure) {
        if (!isClosedWithin(0)) {
            log.debug("the live page cannot follow the topics of {}", config.app(), failure);
            viewer.isAway(
                    Failures.isOutage(failure)
                            ? Failures.waitsFor(settings.bootstrap())
                            : RightsCheck.explain(failure, Role.server(config).rights(), settings));
        }
    }

    private boolean isClosedWithin(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        registry.close();
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            reading.join(GOODBYE_MILLIS);
            measuring.join(GOODBYE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
