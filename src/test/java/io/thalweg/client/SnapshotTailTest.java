package io.thalweg.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.Lane;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.scenario.Collected;
import io.thalweg.scenario.Manifests;
import io.thalweg.wire.Schemas;
import io.thalweg.wire.UnknownSchemaException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SnapshotTailTest {
    private static final String YAML = """
            app: shop
            time: at
            key: id
            features: { user: { type: categorical } }
            tasks: { click: { topic: shop, label: clicked, loss: logistic } }
            model: { embedding: { buckets: 16, dimension: 2 } }
            """;

    private final StoredSnapshot last = Manifests.snapshot(1_200_000, 7);
    private final SnapshotShelf shelf = new SnapshotShelf().publish(1_000, last);

    @Test
    void aSnapshotWhoseLoadingFailsInPassingIsLoadedAgainThoughNoneFollows() throws InterruptedException {
        Told told = new Told();
        try (SnapshotTail tail = shelf.follow(AwayOnce::new, told)) {
            assertThat(told.next()).startsWith("found");
            assertThat(told.next()).endsWith("it is asked again until one does");
            assertThat(told.next()).isEqualTo("took " + last.manifest().name());
            assertThat(told.next()).as("trouble").isEmpty();
        }
        assertThat(told.all).noneMatch(word -> word.startsWith("skipped"));
    }

    @Test
    void whoWaitsForAModelIsToldWhyOneWasPassedOver() throws InterruptedException {
        Told told = new Told();
        try (LiveScorer live =
                new LiveScorer(follower -> shelf.follow(UnaryOperator.identity(), told.before(follower)))) {
            assertThat(told.next()).startsWith("found");
            assertThat(told.next()).startsWith("took");
            assertThat(told.next()).startsWith("skipped");
            assertThat(told.next()).as("nobody is away").isEmpty();
            String why =
                    "snapshot %s is passed over: ".formatted(last.manifest().name());
            assertThat(live.trouble()).startsWith(why);
            assertThatIllegalStateException().isThrownBy(live::get).withMessageContaining(why);
        }
    }

    @Test
    void whoHasAnOlderModelIsToldWhyTheNewestWasPassedOver() throws InterruptedException {
        ThalwegConfig config = ThalwegConfig.parse(YAML, "shop.yaml", Map.of());
        SnapshotShelf both = new SnapshotShelf()
                .publish(1_000, Collected.snapshot(new Lane(config.lane())))
                .publish(2_000, last);
        Told told = new Told();
        try (LiveScorer live =
                new LiveScorer(follower -> both.follow(UnaryOperator.identity(), told.before(follower)))) {
            assertThat(live.await(Duration.ofMinutes(1))).isTrue();
            while (!told.next().isEmpty()) {
                // until all that is there has been told, and nobody is away
            }
            assertThat(live.get().manifest().version()).isZero();
            assertThat(live.trouble())
                    .startsWith("snapshot %s is passed over: "
                            .formatted(last.manifest().name()));
        }
    }

    @Test
    void aModelThatDoesNotFitIntoMemoryIsPassedOverAndWaitedBehind() throws InterruptedException {
        Told told = new Told().before(new Full());
        try (SnapshotTail tail = shelf.follow(UnaryOperator.identity(), told)) {
            assertThat(told.next()).startsWith("found");
            assertThat(told.next()).startsWith("took");
            assertThat(told.next()).startsWith("skipped it takes more memory than Java may have");
            assertThat(told.next()).as("it is still there").isEmpty();
        }
    }

    @Test
    void notEvenAClassThatIsMissingEndsIt() throws InterruptedException {
        Told told = new Told();
        try (SnapshotTail tail = shelf.follow(Incomplete::new, told)) {
            assertThat(told.next()).isEqualTo("java.lang.NoClassDefFoundError: NoSuchCodec");
            assertThat(told.next()).startsWith("found");
            assertThat(told.next()).isEqualTo("took " + last.manifest().name());
        }
    }

    /** Makes models, but has no room for any. */
    private static final class Full implements SnapshotTail.Follower {
        @Override
        public void found(SnapshotManifest manifest, Instant taken) {}

        @Override
        public void take(StoredSnapshot snapshot, Instant taken) {
            throw new OutOfMemoryError("Java heap space");
        }

        @Override
        public void skipped(SnapshotManifest manifest, String why) {}

        @Override
        public void state(String why) {}
    }

    /** A registry that lacks a class when it is first asked. */
    private static final class Incomplete implements Schemas {
        private final Schemas behind;
        private boolean isComplete;

        Incomplete(Schemas behind) {
            this.behind = behind;
        }

        @Override
        public Schema schema(int id) throws UnknownSchemaException {
            if (!isComplete) {
                isComplete = true;
                throw new NoClassDefFoundError("NoSuchCodec");
            }
            return behind.schema(id);
        }

        @Override
        public void close() {
            behind.close();
        }
    }

    /** A registry that does not answer when it is first asked about the chunks. */
    private static final class AwayOnce implements Schemas {
        private final Schemas behind;
        private final Set<Integer> asked = new TreeSet<>();
        private boolean wasAway;

        AwayOnce(Schemas behind) {
            this.behind = behind;
        }

        @Override
        public Schema schema(int id) throws UnknownSchemaException {
            if (!asked.isEmpty() && !asked.contains(id) && !wasAway) {
                wasAway = true;
                throw new TimeoutException("no answer about chunks");
            }
            asked.add(id);
            return behind.schema(id);
        }

        @Override
        public void close() {
            behind.close();
        }
    }

    /** Writes down what it is told; with somebody behind it, after them. */
    private static final class Told implements SnapshotTail.Follower {
        private final BlockingQueue<String> words = new LinkedBlockingQueue<>();
        private final List<String> all = new ArrayList<>();
        private SnapshotTail.@Nullable Follower behind;

        Told before(SnapshotTail.Follower follower) {
            behind = follower;
            return this;
        }

        String next() throws InterruptedException {
            String word = words.poll(60, TimeUnit.SECONDS);
            assertThat(word).as("the next word after %s", all).isNotNull();
            all.add(word);
            return word;
        }

        @Override
        public void found(SnapshotManifest manifest, Instant taken) {
            words.add("found " + manifest.name());
        }

        @Override
        public void take(StoredSnapshot snapshot, Instant taken) {
            words.add("took " + snapshot.manifest().name());
            if (behind != null) {
                behind.take(snapshot, taken);
            }
        }

        @Override
        public void skipped(SnapshotManifest manifest, String why) {
            if (behind != null) {
                behind.skipped(manifest, why);
            }
            words.add("skipped " + why);
        }

        @Override
        public void state(String why) {
            if (behind != null) {
                behind.state(why);
            }
            words.add(why);
        }
    }
}
