package io.thalweg.client;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.score.Scorer;
import io.thalweg.wire.ReadOnlyRegistry;
import io.thalweg.wire.Schemas;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Always the newest model of an application: follows its snapshots, believes those whose digests agree, and makes a
 * {@link Scorer} of each. Takes Kafka's plain clients and nothing else of Kafka. Thread-safe; {@link #get} is one read.
 */
public final class LiveScorer implements Supplier<Scorer>, AutoCloseable {
    private final SnapshotTail tail;
    private final CountDownLatch first = new CountDownLatch(1);
    private volatile @Nullable Model current;
    private volatile String outage = "no snapshot has been looked for yet";
    private volatile PassedOver passedOver = PassedOver.NONE; // the newest of those newer than the model

    /** @param taken when its snapshot was written */
    private record Model(Scorer scorer, Instant taken) {}

    /** @param nextOffset which tells how new it is */
    private record PassedOver(long nextOffset, String why) {
        static final PassedOver NONE = new PassedOver(-1, "");
    }

    /** @param tail starts what is told of snapshots */
    LiveScorer(Function<SnapshotTail.Follower, SnapshotTail> tail) {
        this.tail = tail.apply(new Supply());
    }

    /**
     * Follows the application of a configuration's file, by the JDK's own client to the schema registry.
     *
     * @throws io.thalweg.config.ConfigException if the file is none
     * @throws IllegalArgumentException if the registry's settings take its own client
     */
    public static LiveScorer follow(Path file) {
        ThalwegConfig config = ThalwegConfig.load(file);
        Schemas registry = new ReadOnlyRegistry(config.registry());
        return follow(config, state -> registry);
    }

    /** Follows an application with a registry of one's own; see {@link SnapshotTail#start}. */
    public static LiveScorer follow(ThalwegConfig config, Function<Consumer<String>, ? extends Schemas> registry) {
        return new LiveScorer(follower -> SnapshotTail.start(config, registry, follower));
    }

    /** Waits for the first model, if there is none yet; whether there is one now. */
    public boolean await(Duration patience) throws InterruptedException {
        return first.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * The newest model. Whoever began with an older one may go on with it.
     *
     * @throws IllegalStateException if there is none yet; says why
     */
    @Override
    public Scorer get() {
        return model().scorer();
    }

    /**
     * When the snapshot of the newest model was written.
     *
     * @throws IllegalStateException if there is none yet; says why
     */
    public Instant taken() {
        return model().taken();
    }

    /** Why no newer model can come, or why a newer snapshot was passed over; an empty text if neither is so. */
    public String trouble() {
        return outage.isEmpty() ? passedOver.why() : outage;
    }

    private Model model() {
        Model model = current;
        if (model == null) {
            String why = trouble();
            throw new IllegalStateException(
                    "there is no model yet: %s".formatted(why.isEmpty() ? "no snapshot is on the topic" : why));
        }
        return model;
    }

    /** Stops following; the last model stays. */
    @Override
    public void close() {
        tail.close();
    }

    /** Told by the tail, on its thread. */
    private final class Supply implements SnapshotTail.Follower {
        @Override
        public void found(SnapshotManifest manifest, Instant taken) {}

        @Override
        public void take(StoredSnapshot snapshot, Instant taken) {
            ThalwegConfig own = ThalwegConfig.stored(snapshot.manifest().configuration());
            current = new Model(Scorer.of(own.lane(), own.input(), snapshot), taken);
            if (passedOver.nextOffset() <= snapshot.manifest().extent().nextOffset()) {
                passedOver = PassedOver.NONE;
            }
            first.countDown();
        }

        @Override
        public void skipped(SnapshotManifest manifest, String why) {
            long nextOffset = manifest.extent().nextOffset();
            if (nextOffset > passedOver.nextOffset()) { // the tail goes from the newest to older ones
                passedOver =
                        new PassedOver(nextOffset, "snapshot %s is passed over: %s".formatted(manifest.name(), why));
            }
        }

        @Override
        public void state(String why) {
            outage = why;
        }
    }
}
