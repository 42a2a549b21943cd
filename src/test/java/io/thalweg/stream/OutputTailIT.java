package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.embedded.EmbeddedBroker;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.stream.ThalwegStreams.Part;
import io.thalweg.wire.Quarantined;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application says of itself, told by a real broker: from the middle on, and across the broker's restart. */
class OutputTailIT {
    private static final String APP = "tailed";

    @TempDir
    Path directory;

    /** Remembers what it is told. */
    private static final class Notes implements OutputTail.Viewer {
        private final List<Long> snapshots = new CopyOnWriteArrayList<>(); // where they end in the train log
        private final List<Quarantined> quarantined = new CopyOnWriteArrayList<>();
        private final List<String> away = new CopyOnWriteArrayList<>();
        private volatile boolean isUpToDate;
        private volatile long behind = -1;

        @Override
        public void metrics(TaskMetrics metrics, long taken) {}

        @Override
        public void quarantined(Quarantined event) {
            quarantined.add(event);
        }

        @Override
        public void hasOlderQuarantined() {}

        @Override
        public void snapshot(SnapshotManifest manifest, long taken) {
            if (away.isEmpty()) {
                throw new NoClassDefFoundError("none"); // of which the tail tells, and goes on
            }
            snapshots.add(manifest.examples());
        }

        @Override
        public void isUpToDate() {
            isUpToDate = true;
        }

        @Override
        public void behind(long records) {
            behind = records;
        }

        @Override
        public void isAway(String why) {
            isUpToDate = false;
            away.add(why);
        }
    }

    private static List<byte[]> clicks(Scene scene, int from, int to) {
        List<byte[]> clicks = new ArrayList<>();
        for (int i = from; i < to; i++) {
            clicks.add(scene.click("e" + i, i % 3 == 0 ? 1 : 0));
        }
        return clicks;
    }

    private static ThalwegStreams start(Cluster cluster, Scene scene) {
        return ThalwegStreams.start(scene.config, cluster.placement(APP), EnumSet.allOf(Part.class));
    }

    @Test
    void whatWasAndWhatComesIsToldOnceAlsoAcrossARestart() {
        try (Cluster cluster = new Cluster(directory)) {
            Scene scene = cluster.scene(APP, APP, "every: 200", "every: 100");
            scene.config.input().topics().forEach(topic -> cluster.create(topic.name(), 1));
            Notes notes = new Notes();
            try (ThalwegStreams streams = start(cluster, scene)) {
                cluster.produce(scene.name(Scene.CLICKS), clicks(scene, 0, 120));
                cluster.produce(scene.name(Scene.CLICKS), List.of(new byte[] {1, 2, 3}));
                Cluster.await(
                        "all is learned", () -> streams.behind(Part.ROUTE) == 0 && streams.behind(Part.LEARN) == 0);
            }
            try (OutputTail tail = OutputTail.follow(scene.config, notes)) {
                Cluster.await("what was is told", () -> notes.isUpToDate);
                assertThat(notes.away).containsExactly("java.lang.NoClassDefFoundError: none");
                assertThat(notes.snapshots).containsExactly(100L);
                assertThat(notes.quarantined).hasSize(1);
                learn(cluster, scene, notes, 120, 240);
                assertThat(notes.snapshots).containsExactly(100L, 200L);

                cluster.broker.close();
                Cluster.await("it says that the broker is away", () -> notes.away.size() > 1 && !notes.isUpToDate);
                cluster.broker = EmbeddedBroker.start(directory.resolve("broker"));
                Cluster.await("it is up to date again", () -> notes.isUpToDate);
                learn(cluster, scene, notes, 240, 360);
                assertThat(notes.snapshots).containsExactly(100L, 200L, 300L);
                assertThat(notes.quarantined).hasSize(1);
                Cluster.await("nobody is behind", () -> notes.behind == 0);
            }
        }
    }

    private static void learn(Cluster cluster, Scene scene, Notes notes, int from, int to) {
        int before = notes.snapshots.size();
        try (ThalwegStreams streams = start(cluster, scene)) {
            cluster.produce(scene.name(Scene.CLICKS), clicks(scene, from, to));
            Cluster.await("the next snapshot is told", () -> notes.snapshots.size() > before);
            assertThat(streams.failure()).isEmpty();
        }
    }
}
