package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.embedded.EmbeddedRegistry;
import io.thalweg.lane.LogRecord;
import io.thalweg.stream.SecureBroker.Listener;
import io.thalweg.wire.Registry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong passwords, certificates that are over, rights that go: one line that says so, and nothing lost. */
class RefusedIT {
    private static final int EVENTS = 300;

    @TempDir
    static Path directory;

    private static SecureCluster cluster;

    @BeforeAll
    static void start() {
        cluster = new SecureCluster(directory);
        cluster.certificates.issueExpired("expired");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** An application of one user, its events and its rights. */
    private static final class Application {
        private final String app;
        private final String yaml;
        private final ThalwegConfig config;
        private final Scene scene;
        private final List<AclBinding> acls;
        private int sent;

        Application(String app, String clients) {
            this.app = app;
            yaml = SecureCluster.yaml(app, clients);
            config = SecureCluster.config(yaml);
            acls = cluster.administer(config);
            scene = new Scene(config, new Registry(Map.of("url", cluster.unguarded.url()), state -> {}));
            publish();
        }

        void publish() {
            List<byte[]> clicks = new ArrayList<>();
            for (int i = 0; i < EVENTS; i++) {
                clicks.add(scene.click("e" + sent++, i % 3 == 0 ? 1 : 0));
            }
            produce(scene.name(Scene.CLICKS), clicks);
        }

        RunProcess run(String changed, Map<String, String> environment) {
            return new RunProcess(directory.resolve(app), changed, environment);
        }

        /** Everything that was published is learned, once. */
        void learnsAll(RunProcess run) {
            GroupOffsets learn =
                    new GroupOffsets(cluster.broker.admin(), "thalweg." + app + ".learn", new Answers("the broker"));
            TopicPartition log = new TopicPartition(config.topics().trainLog(), 0);
            Cluster.await("all is learned", () -> {
                assertThat(run.isAlive()).as("still running: %s", run.log()).isTrue();
                return learn.reached(log) > sent;
            });
            produce(log.topic(), List.of(scene.trainLog().encode(new LogRecord.Tick(Scene.NOON))));
            assertThat(run.exitCode()).as(run.log()).isZero();
            assertThat(run.report().get("learned").asLong()).isEqualTo(sent);
            Secrecy.assertKept(cluster, directory, "thalweg." + app);
        }
    }

    private static void produce(String topic, List<byte[]> values) {
        try (var producer = new KafkaProducer<>(
                cluster.broker.mutual("broker"), new ByteArraySerializer(), new ByteArraySerializer())) {
            values.forEach(value -> producer.send(new ProducerRecord<>(topic, 0, null, value)));
        }
    }

    /** That it ends by itself, with the last line of its log about why. */
    private static void assertEnds(RunProcess run, String... words) {
        assertThat(run.exitCode()).as(run.log()).isEqualTo(1);
        List<String> lines = run.words().lines().toList();
        assertThat(lines.get(lines.size() - 1)).startsWith("thalweg: ").contains(words);
    }

    private static Map<String, String> instead(String variable, String value) {
        Map<String, String> environment = new LinkedHashMap<>(SecureCluster.environment());
        environment.put(variable, value);
        return environment;
    }

    @Test
    void aWrongPasswordIsSaidAndTheRightOneGoesOn() {
        cluster.broker.addUser("password-learner", SecureCluster.SCRAM);
        Application shop = new Application("password", cluster.scram("password-learner"));
        String wrong = SecureCluster.MARK + "wrong";
        assertEnds(
                shop.run(shop.yaml, instead("SCRAM", wrong)),
                "the broker does not accept who this client says it is: see sasl.* below kafka:");
        assertEnds(
                shop.run(shop.yaml, instead("REGISTRY", wrong)),
                "the schema registry at " + cluster.basic.url(),
                "check the credentials under registry:");
        shop.learnsAll(shop.run(shop.yaml, SecureCluster.environment()));
    }

    @Test
    void aWrongClientSecretIsSaidAndTheRightOneGoesOn() {
        Application shop = new Application("oauth", cluster.oauth("oauth-learner"));
        assertEnds(shop.run(shop.yaml, instead("CLIENT", SecureCluster.MARK + "wrong")), "401");
        shop.learnsAll(shop.run(shop.yaml, SecureCluster.environment()));
    }

    @Test
    void anExpiredCertificateOfOurOwnIsSaidAndAGoodOneGoesOn() {
        Application shop = new Application("mutual", cluster.mutual("mutual-learner"));
        String expired =
                shop.yaml.replace("mutual-learner.crt", "expired.crt").replace("mutual-learner.key", "expired.key");
        assertEnds(
                shop.run(expired, SecureCluster.environment()),
                "no TLS connection to the broker can be made: see ssl.* below kafka:");
        shop.learnsAll(shop.run(shop.yaml, SecureCluster.environment()));
    }

    @Test
    void aBrokersExpiredCertificateIsSaidAndAGoodOneGoesOn() {
        cluster.broker.addUser("certified-learner", SecureCluster.SCRAM);
        Application shop = new Application("certified", cluster.scram("certified-learner"));
        show("expired");
        try {
            assertEnds(
                    shop.run(shop.yaml, SecureCluster.environment()),
                    "no TLS connection to the broker can be made",
                    "NotAfter");
        } finally {
            show("broker");
        }
        shop.learnsAll(shop.run(shop.yaml, SecureCluster.environment()));
    }

    /** The broker shows another certificate to those who come by password. */
    private static void show(String certificate) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(
                "ssl.keystore.location", cluster.certificates.store(certificate).toString());
        settings.put("ssl.keystore.password", SecureCluster.STORES);
        settings.put("ssl.keystore.type", "PKCS12");
        List<AlterConfigOp> changes = new ArrayList<>();
        settings.forEach((key, value) -> changes.add(new AlterConfigOp(
                new ConfigEntry("listener.name." + Listener.SCRAM.name().toLowerCase(Locale.ROOT) + "." + key, value),
                OpType.SET)));
        try {
            cluster.broker
                    .admin()
                    .incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.BROKER, "1"), changes))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRegistrysExpiredCertificateIsSaidAndAGoodOneGoesOn() {
        cluster.broker.addUser("registered-learner", SecureCluster.SCRAM);
        Application shop = new Application("registered", cluster.scram("registered-learner"));
        try (GuardedRegistry expired = new GuardedRegistry(
                cluster.unguarded.url(), cluster.certificates.context("expired"), false, shown -> true)) {
            assertEnds(
                    shop.run(shop.yaml.replace(cluster.basic.url(), expired.url()), SecureCluster.environment()),
                    "no TLS connection to the schema registry at " + expired.url(),
                    "NotAfter");
        }
        shop.learnsAll(shop.run(shop.yaml, SecureCluster.environment()));
    }

    @Test
    void aRegistryThatIsNotThereYetIsWaitedFor() {
        cluster.broker.addUser("early-learner", SecureCluster.SCRAM);
        Application shop = new Application("early", cluster.scram("early-learner"));
        cluster.unguarded.kill();
        RunProcess run =
                shop.run(shop.yaml.replace(cluster.basic.url(), cluster.unguarded.url()), SecureCluster.environment());
        Cluster.await(
                "it waits", () -> run.log().contains("waiting for the schema registry at " + cluster.unguarded.url()));
        cluster.unguarded = EmbeddedRegistry.start(directory.resolve("registry"));
        shop.learnsAll(run);
        assertThat(run.log()).contains("answers again");
    }

    @Test
    void aRightThatIsTakenInMidRunIsNamedAndNothingIsLost() throws Exception {
        cluster.broker.addUser("revoked-learner", SecureCluster.SCRAM);
        Application shop = new Application("revoked", cluster.scram("revoked-learner"));
        AclBinding taken = shop.acls.stream()
                .filter(acl -> acl.pattern().name().endsWith(".predictions")
                        && acl.entry().operation().name().equals("WRITE"))
                .findFirst()
                .orElseThrow();
        RunProcess run = shop.run(shop.yaml, SecureCluster.environment());
        Cluster.await(
                "both run",
                () -> run.log().contains("LEARN is RUNNING") && run.log().contains("ROUTE is RUNNING"));
        Acls.revoke(cluster.broker.admin(), List.of(taken));
        shop.publish();
        assertEnds(run, "does not allow this user WRITE on topic thalweg.revoked.predictions", "check --acls");
        Acls.grant(cluster.broker.admin(), List.of(taken));
        shop.publish();
        shop.learnsAll(shop.run(shop.yaml, SecureCluster.environment()));
    }
}
