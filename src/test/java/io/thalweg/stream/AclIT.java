package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.thalweg.app.CommandLineScene;
import io.thalweg.client.SnapshotTail;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.config.Topics;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.scenario.Manifests;
import io.thalweg.stream.ThalwegStreams.Part;
import io.thalweg.wire.Quarantined;
import io.thalweg.wire.Registry;
import io.thalweg.wire.SnapshotFile;
import java.io.IOException;
import java.nio.file.Files;
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
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
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
    private static final String AS = "acl-trial";

    @TempDir
    static Path directory;

    private static SecureCluster cluster;
    private static List<AclBinding> granted;
    private static Scene scene;
    private static ThalwegConfig learner;
    private static String snapshot; // the id of one that may be promoted
    private static int sent;

    private int changes;

    @BeforeAll
    static void start() throws Exception {
        cluster = new SecureCluster(directory);
        for (String user :
                List.of("acl-learner", "acl-server", "acl-source", "acl-reader", "acl-operator", "new-learner")) {
            cluster.broker.addUser(user, SecureCluster.SCRAM);
        }
        learner = config("acl-learner", "0.05");
        granted = cluster.administer(learner);
        scene = new Scene(learner, new Registry(Map.of("url", cluster.unguarded.url()), state -> {}));
        try (ThalwegStreams streams = run(learner)) {
            publish();
            Cluster.await("all is in the log", () -> streams.behind(Part.ROUTE) == 0);
            Cluster.await(
                    "a snapshot is published",
                    () -> streams.lanes().stream()
                            .anyMatch(lane -> lane.totals().snapshots() > 0 && streams.hasCommitted(lane)));
        }
        try (SnapshotStore store = SnapshotStore.open(learner)) {
            snapshot = store.list().get(0).manifest().id();
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static ThalwegConfig config(String user, String rate) {
        return SecureCluster.config(yaml(user, rate));
    }

    private static String yaml(String user, String rate) {
        return SecureCluster.yaml("acl", cluster.scram(user))
                .replace("snapshots: { every: 200 }", "snapshots: { every: 20 }")
                .replace("metrics:   { every: 100 }", "metrics: { every: 5 }")
                .replace("checkpoints: { every: 50 }", "checkpoints: { every: 10 }")
                .replace("rate: 0.05", "rate: " + rate);
    }

    private static ThalwegStreams run(ThalwegConfig config) {
        return ThalwegStreams.start(
                config, new Placement(directory.resolve("state"), "test"), EnumSet.allOf(Part.class));
    }

    /** A file of the configuration for commands, whose secrets are in files. */
    private static String file(String user) throws IOException {
        String yaml = yaml(user, "0.05");
        for (Map.Entry<String, String> secret : SecureCluster.environment().entrySet()) {
            Path file = Files.writeString(directory.resolve(secret.getKey()), secret.getValue());
            yaml = yaml.replace("${" + secret.getKey() + "}", "${file:" + file + "}");
        }
        return scene().file(user + ".yaml", yaml);
    }

    private static CommandLineScene scene() {
        return new CommandLineScene(directory);
    }

    /** Clicks, one that goes to quarantine, and something on each of the other topics. */
    private static void publish() {
        try (var producer = new KafkaProducer<>(
                cluster.broker.mutual("broker"), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < EVENTS; i++) {
                byte[] value = i == EVENTS / 2 ? new byte[] {1} : scene.click("e" + sent++, i % 2);
                producer.send(new ProducerRecord<>(scene.name(Scene.CLICKS), 0, null, value));
            }
            byte[] dwell = scene.dwell("d" + sent, 3);
            producer.send(new ProducerRecord<>(scene.name(Scene.DWELLS), 0, null, dwell));
            byte[] request = scene.request("r" + sent);
            producer.send(new ProducerRecord<>(scene.name(Scene.REQUESTS), 0, null, request));
        }
    }

    private static void change(AclBinding acl, boolean grants) {
        if (grants) {
            Acls.grant(cluster.broker.admin(), List.of(acl));
        } else {
            Acls.revoke(cluster.broker.admin(), List.of(acl));
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
            if (acl.pattern().name().endsWith(".copy-")) {
                continue; // only who begins with a snapshot needs it, see below
            }
            change(acl, false);
            String said = failureWithout(right(acl));
            change(acl, true);
            if (!said.contains(right(acl).toString())) {
                wrong.add("without %s: %s".formatted(right(acl), said));
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void whoBeginsWithASnapshotIsALearnerToo() {
        ThalwegConfig config = SecureCluster.config(SecureCluster.yaml("new", cluster.scram("new-learner")));
        AclBinding copying = cluster.administer(config).stream()
                .filter(acl -> acl.pattern().name().equals("thalweg.new.copy-"))
                .filter(acl -> acl.entry().principal().equals("User:new-learner"))
                .findFirst()
                .orElseThrow();
        change(copying, false);
        try (SnapshotStore store = SnapshotStore.open(learner);
                Promoter promoter = Promoter.open(config)) {
            StoredSnapshot model = store.load(store.list().get(0).manifest().name());
            assertThatThrownBy(() -> promoter.begin(model))
                    .isInstanceOf(StreamException.class)
                    .hasMessageContaining("does not allow this user " + right(copying));
            change(copying, true);
            promoter.begin(model);
            assertThat(promoter.snapshots().list()).hasSize(1);
        }
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

    /** One whose chain nobody has seen yet, so that it is really written. */
    private static Path strange(int seed) {
        Path file = directory.resolve("strange" + seed + ".zip");
        SnapshotFile.write(file, Manifests.snapshot(1_000, seed));
        return file;
    }

    /** What the first of the commands that fails says; an empty text if all of them do what they should. */
    private static String failure(List<List<String>> commands) {
        CommandLineScene shell = scene();
        for (List<String> command : commands) {
            if (shell.run(command.toArray(String[]::new)) != 0) {
                return "%s: %s".formatted(command, shell.err());
            }
        }
        return "";
    }

    private static void assertEachIsNeeded(List<AclBinding> rights, IntFunction<List<List<String>>> commands) {
        assertThat(failure(commands.apply(0))).as("with all of them").isEmpty();
        List<String> wrong = new ArrayList<>();
        int round = 1;
        for (AclBinding acl : rights) {
            if (right(acl).isNeededToLookOnly()) {
                continue;
            }
            change(acl, false);
            String said = failure(commands.apply(round++));
            change(acl, true);
            if (!said.contains("does not allow this user " + right(acl))) {
                wrong.add("without %s: %s".formatted(right(acl), said));
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aReaderNeedsEachOfItsRights() throws IOException {
        String config = file("acl-reader");
        String model = directory.resolve("reader.zip").toString();
        List<List<String>> commands = List.of(
                List.of("snapshots", "-c", config, "list"),
                List.of("snapshots", "-c", config, "export", "last", model, "--force"),
                List.of("replay", "-c", config, "--verify"),
                List.of("replay", "-c", config, "--source", "raw"),
                List.of("explain-score", "e3", "-c", config));
        assertEachIsNeeded(
                of("acl-reader").stream()
                        .filter(acl -> !acl.pattern().name().startsWith("thalweg." + AS + "."))
                        .toList(),
                round -> commands);
    }

    @Test
    void aReplayThatIsPublishedNeedsEachOfItsRights() throws Exception {
        String config = file("acl-reader");
        List<AclBinding> rights = of("acl-reader").stream()
                .filter(acl -> acl.pattern().name().startsWith("thalweg." + AS + "."))
                .toList();
        assertThat(rights).hasSize(4);
        for (AclBinding acl : rights) {
            change(acl, false);
            String said = failure(List.of(List.of("replay", "-c", config, "--as", AS)));
            change(acl, true);
            assertThat(said).contains("does not allow this user " + right(acl));
            makeTopicsAnew();
        }
        assertThat(failure(List.of(List.of("replay", "-c", config, "--as", AS))))
                .isEmpty();
    }

    private static void makeTopicsAnew() throws Exception {
        Admin admin = cluster.broker.admin();
        List<TopicSpec> specs = ReplayPublication.specs(Topics.of(AS));
        List<String> names = specs.stream().map(TopicSpec::name).toList();
        admin.deleteTopics(names).all().get();
        Cluster.await("they are gone", () -> {
            try {
                return admin.listTopics().names().get().stream().noneMatch(names::contains);
            } catch (ExecutionException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        admin.createTopics(specs.stream().map(TopicSpec::newTopic).toList())
                .all()
                .get();
    }

    @Test
    void anOperatorNeedsEachOfItsRights() throws IOException {
        String config = file("acl-operator");
        assertEachIsNeeded(
                of("acl-operator"),
                round -> List.of(
                        List.of(
                                "snapshots",
                                "-c",
                                config,
                                "import",
                                strange(round).toString()),
                        List.of("promote", snapshot, "-c", config)));
    }
}
