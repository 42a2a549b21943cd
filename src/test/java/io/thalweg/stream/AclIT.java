package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.thalweg.client.SnapshotTail;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.stream.ThalwegStreams.Part;
import io.thalweg.wire.Quarantined;
import io.thalweg.wire.Registry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Each right that {@code check --acls} lists is needed: without it something fails, and it is named. */
class AclIT {
    private static final int EVENTS = 40;

    @TempDir
    static Path directory;

    private static SecureCluster cluster;
    private static List<AclBinding> granted;
    private static Scene scene;
    private static ThalwegConfig learner;
    private static int sent;

    private int changes;

    @BeforeAll
    static void start() throws Exception {
        cluster = new SecureCluster(directory);
        for (String user : List.of("acl-learner", "acl-server", "acl-source")) {
            cluster.broker.addUser(user, SecureCluster.SCRAM);
        }
        learner = config("acl-learner", "0.05");
        granted = cluster.administer(learner);
        scene = new Scene(learner, new Registry(Map.of("url", cluster.unguarded.url()), state -> {}));
        try (ThalwegStreams streams = run(learner)) {
            publish();
            Cluster.await(
                    "a snapshot is published",
                    () -> streams.lanes().stream()
                            .anyMatch(lane -> lane.totals().snapshots() > 0 && streams.hasCommitted(lane)));
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static ThalwegConfig config(String user, String rate) {
        String yaml = SecureCluster.yaml("acl", cluster.scram(user))
                .replace("snapshots: { every: 200 }", "snapshots: { every: 20 }")
                .replace("metrics:   { every: 100 }", "metrics: { every: 5 }")
                .replace("checkpoints: { every: 50 }", "checkpoints: { every: 10 }")
                .replace("rate: 0.05", "rate: " + rate);
        return SecureCluster.config(yaml);
    }

    private static ThalwegStreams run(ThalwegConfig config) {
        return ThalwegStreams.start(
                config, new Placement(directory.resolve("state"), "test"), EnumSet.allOf(Part.class));
    }

    /** Clicks, and one that goes to quarantine. */
    private static void publish() {
        try (var producer = new KafkaProducer<>(
                cluster.broker.mutual("broker"), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < EVENTS; i++) {
                byte[] value = i == EVENTS / 2 ? new byte[] {1} : scene.click("e" + sent++, i % 2);
                producer.send(new ProducerRecord<>(scene.name(Scene.CLICKS), 0, null, value));
            }
        }
    }

    private static void change(AclBinding acl, boolean grants) {
        try {
            if (grants) {
                cluster.broker.admin().createAcls(List.of(acl)).all().get();
            } else {
                cluster.broker.admin().deleteAcls(List.of(acl.toFilter())).all().get();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Right right(AclBinding acl) {
        return new Right(
                acl.pattern().resourceType(),
                acl.pattern().name(),
                acl.pattern().patternType(),
                acl.entry().operation());
    }

    private static List<AclBinding> of(String user) {
        return granted.stream()
                .filter(acl -> acl.entry().principal().equals("User:" + user))
                .toList();
    }

    @Test
    void aLearnerNeedsEachOfItsRights() {
        List<String> wrong = new ArrayList<>();
        for (AclBinding acl : of("acl-learner")) {
            change(acl, false);
            String said = failureWithout(right(acl));
            change(acl, true);
            if (!said.contains(right(acl).toString())) {
                wrong.add("without %s: %s".formatted(right(acl), said));
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Each run brings a change of configuration, so that a control record must be written, too. */
    private String failureWithout(Right right) {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(TopicAdmin.class);
        logger.addAppender(logged);
        logged.start();
        ThalwegConfig changed = config("acl-learner", "0.05" + ++changes);
        try (ThalwegStreams streams = run(changed)) {
            if (right.isNeededToLookOnly()) {
                return logged.list.stream()
                        .map(ILoggingEvent::getFormattedMessage)
                        .filter(line -> line.contains("settings of topic " + right.name() + ",")
                                && line.contains(right.operation().name()))
                        .map(line -> right.toString())
                        .findFirst()
                        .orElse("no warning");
            }
            publish();
            Optional<StreamException> failure = streams.awaitFailure(Duration.ofSeconds(60));
            return failure.map(Throwable::getMessage).orElse("went on");
        } catch (StreamException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            logger.detachAppender(logged);
        }
    }

    @Test
    void aServerNeedsEachOfItsRights() {
        List<String> said = new CopyOnWriteArrayList<>();
        assertThat(serve(said)).as("with all of them: %s", said).isTrue();
        for (AclBinding acl : of("acl-server")) {
            change(acl, false);
            said.clear();
            Cluster.await("a complaint about " + right(acl), () -> !serve(said) || !said.isEmpty());
            assertThat(said)
                    .anySatisfy(words -> assertThat(words).contains(right(acl).toString()));
            change(acl, true);
        }
    }

    /** Whether a model, the page's feed and the learner's lag come soon; otherwise the reasons are in {@code said}. */
    private static boolean serve(List<String> said) {
        ThalwegConfig config = config("acl-server", "0.05");
        boolean[] come = new boolean[3];
        try (SnapshotTail model = SnapshotTail.start(
                        config, state -> new Registry(config.registry(), state), new Taking(come, said));
                OutputTail page = OutputTail.follow(config, new Looking(come, said))) {
            for (int i = 0; i < 150 && said.isEmpty() && !(come[0] && come[1] && come[2]); i++) {
                Thread.sleep(100);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return said.isEmpty() && come[0] && come[1] && come[2];
    }

    private record Taking(boolean[] come, List<String> said) implements SnapshotTail.Follower {
        @Override
        public void found(SnapshotManifest manifest, Instant taken) {}

        @Override
        public void take(StoredSnapshot snapshot, Instant taken) {
            come[0] = true;
        }

        @Override
        public void skipped(SnapshotManifest manifest, String why) {}

        @Override
        public void state(String why) {
            if (!why.isEmpty()) {
                said.add(why);
            }
        }
    }

    private record Looking(boolean[] come, List<String> said) implements OutputTail.Viewer {
        @Override
        public void metrics(TaskMetrics metrics, long taken) {}

        @Override
        public void quarantined(Quarantined event) {}

        @Override
        public void hasOlderQuarantined() {}

        @Override
        public void snapshot(SnapshotManifest manifest, long taken) {}

        @Override
        public void isUpToDate() {
            come[1] = true;
        }

        @Override
        public void behind(long records) {
            come[2] = true;
        }

        @Override
        public void isAway(String why) {
            said.add(why);
        }
    }

    @Test
    void aSourceNeedsEachOfItsRights() {
        ThalwegConfig config = config("acl-source", "0.05");
        InputFeed.open(config).close();
        for (AclBinding acl : of("acl-source")) {
            change(acl, false);
            try (InputFeed feed = InputFeed.open(config)) {
                feed.send(acl.pattern().name(), null, new byte[1]);
                feed.flush();
                throw new AssertionError("went on without " + right(acl));
            } catch (StreamException e) {
                assertThat(e).hasMessageContaining(right(acl).toString());
            }
            change(acl, true);
        }
    }
}
