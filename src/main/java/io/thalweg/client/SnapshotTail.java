package io.thalweg.client;

import io.thalweg.client.SnapshotTopic.Found;
import io.thalweg.config.ConfigException;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.publish.BrokenSnapshotException;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.SnapshotManifest.Cause;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.wire.Schemas;
import io.thalweg.wire.SnapshotReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the snapshots of an application on a thread of its own and hands over the newest whole one, again and again,
 * until it is closed. It is in no group, writes nothing, and waits for whatever is away.
 */
public final class SnapshotTail implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SnapshotTail.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration GOODBYE = Duration.ofSeconds(10);

    /** A lane's own course; what else is on the topic is there for other reasons. */
    private static final Set<Cause> COURSE = EnumSet.of(Cause.SCHEDULED, Cause.LAST);

    private final String bootstrap;
    private final Follower follower;
    private final Supplier<? extends Consumer<byte[], byte[]>> consumers;
    private final Schemas schemas;
    private final SnapshotTopic topic;
    private final Thread thread = new Thread(this::run, "snapshot-tail");
    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile boolean closed;
    private long position = -1; // in the manifests; -1: not begun
    private final List<Found> news = new ArrayList<>(); // before it, and not handed over: a load may fail in passing
    private boolean hasModel;
    private String said = "not begun"; // of what is wrong

    /** Who is told; always on the tail's own thread. */
    public interface Follower {
        /** There is a snapshot, newer than those before; it may be about to be handed over. */
        void found(SnapshotManifest manifest, Instant taken);

        /**
         * The newest whole snapshot.
         *
         * @throws IllegalStateException if nothing can be made of it; the one before stays
         */
        void take(StoredSnapshot snapshot, Instant taken);

        /** A snapshot that cannot be handed over, or that {@link #take} refused. */
        void skipped(SnapshotManifest manifest, String why);

        /** Why no newer snapshot can come; an empty text when they can again. Told once. */
        void state(String why);
    }

    private SnapshotTail(
            String topic,
            String bootstrap,
            Supplier<? extends Consumer<byte[], byte[]>> consumers,
            Function<java.util.function.Consumer<String>, ? extends Schemas> registry,
            Follower follower) {
        this.bootstrap = bootstrap;
        this.consumers = consumers;
        this.follower = follower;
        schemas = registry.apply(this::say);
        this.topic = new SnapshotTopic(topic, consumers, schemas);
    }

    /**
     * Begins with what is on the topic of {@code config}.
     *
     * @param registry makes the registry that the records' schemas are in, of whom it tells when it waits; is closed
     *     here
     */
    public static SnapshotTail start(
            ThalwegConfig config,
            Function<java.util.function.Consumer<String>, ? extends Schemas> registry,
            Follower follower) {
        try {
            ClientSettings settings = new ClientSettings(config.app(), config.kafka());
            return start(
                    config.topics().snapshots(),
                    settings.bootstrap(),
                    () -> new KafkaConsumer<>(settings.snapshotReader()),
                    registry,
                    follower);
        } catch (RuntimeException e) {
            throw ClientException.explaining(e);
        }
    }

    /** @param consumers asked for read_committed consumers, which are closed here */
    static SnapshotTail start(
            String topic,
            String bootstrap,
            Supplier<? extends Consumer<byte[], byte[]>> consumers,
            Function<java.util.function.Consumer<String>, ? extends Schemas> registry,
            Follower follower) {
        SnapshotTail tail = new SnapshotTail(topic, bootstrap, consumers, registry, follower);
        tail.thread.setDaemon(true);
        tail.thread.start();
        return tail;
    }

    private void run() {
        while (!closed) {
            try (PartitionReader manifests = open()) {
                follow(manifests);
            } catch (RuntimeException | Error e) { // nobody else would say that this thread has ended
                if (!closed) {
                    log.debug("the snapshots on {} cannot be followed", topic.name(), e);
                    say(explain(e));
                    pause();
                }
            }
        }
    }

    private String explain(Throwable failure) {
        if (Failures.isOutage(failure)) {
            return Failures.waitsFor(bootstrap);
        }
        return Failures.isRefusal(failure)
                ? Failures.notAllowed("READ on topic " + topic.name())
                : Failures.explain(failure);
    }

    private PartitionReader open() {
        TopicPartition manifests = new TopicPartition(topic.name(), SnapshotTopic.MANIFESTS);
        return new PartitionReader(consumers, manifests);
    }

    private void follow(PartitionReader manifests) {
        if (!manifests.isThere(PATIENCE)) {
            say("there is no topic %s on %s yet; 'run' makes it".formatted(topic.name(), bootstrap));
            pause();
            return;
        }
        long begin = manifests.begin();
        long end = manifests.end(PATIENCE);
        if (position < begin || position > end) { // it may have been made anew
            position = begin;
            news.clear();
        }
        manifests.seek(position);
        SnapshotReader reader = new SnapshotReader(schemas);
        long askedAt = System.nanoTime();
        while (!closed) {
            for (ConsumerRecord<byte[], byte[]> logged : manifests.look()) {
                reader.manifest(logged.value()).ifPresent(manifest -> news.add(found(manifest, logged)));
            }
            position = manifests.position();
            if (position >= end) {
                handOver(news);
                news.clear();
                say("");
            }
            if (System.nanoTime() - askedAt > PATIENCE.toNanos()) {
                end = manifests.end(PATIENCE); // a poll says nothing of a broker that is away
                askedAt = System.nanoTime();
            }
        }
    }

    private Found found(SnapshotManifest manifest, ConsumerRecord<byte[], byte[]> logged) {
        follower.found(manifest, Instant.ofEpochMilli(logged.timestamp()));
        return new Found(manifest, logged);
    }

    /** The newest of the lane's course that is whole; if there never was one, the newest copy. */
    private void handOver(List<Found> news) {
        boolean isDone = false;
        for (int i = news.size() - 1; i >= 0 && !isDone && !closed; i--) {
            isDone = COURSE.contains(news.get(i).manifest().cause()) && handOver(news.get(i));
        }
        for (int i = news.size() - 1; i >= 0 && !hasModel && !closed; i--) {
            isDone = news.get(i).manifest().cause() == Cause.COPIED && handOver(news.get(i));
        }
    }

    private boolean handOver(Found one) {
        Instant taken = Instant.ofEpochMilli(one.logged().timestamp());
        try {
            follower.take(topic.load(one), taken);
            hasModel = true;
            return true;
        } catch (BrokenSnapshotException e) {
            skip(one.manifest(), String.valueOf(e.getMessage()));
        } catch (ConfigException | IllegalStateException | IllegalArgumentException e) {
            skip(one.manifest(), String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) { // the next one may be smaller, and the model that is there goes on
            skip(one.manifest(), Failures.explain(e));
        }
        return false;
    }

    private void skip(SnapshotManifest manifest, String why) {
        log.warn("snapshot {} of {} is passed over: {}", manifest.name(), topic.name(), why);
        follower.skipped(manifest, why);
    }

    private void say(String state) {
        if (state.equals(said)) {
            return;
        }
        if (state.isEmpty()) {
            log.info("following the snapshots on {}", topic.name());
        } else {
            log.warn("no newer model can come: {}", state);
        }
        said = state;
        follower.state(state);
    }

    private void pause() {
        try {
            ending.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops following; nothing is handed over any more when this returns, unless the broker keeps it waiting. */
    @Override
    public void close() {
        closed = true;
        ending.countDown();
        schemas.close();
        try {
            thread.join(GOODBYE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
