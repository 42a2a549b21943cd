package io.thalweg.stream;

import io.thalweg.Images;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.LogRecord;
import io.thalweg.wire.Registry;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/** A broker and a registry in containers, which outlive being killed, and the images that they are made of. */
final class Containers implements AutoCloseable {
    static final String THALWEG = image("thalweg", "thalweg-airgap/thalweg:latest");
    static final String KAFKA = image("kafka", "thalweg-airgap/kafka:4.3.1");
    static final String REGISTRY = image("registry", "thalweg-airgap/apicurio-registry:3.0.9");

    private static final String INSIDE = "kafka:19092";
    private static final String REGISTRY_INSIDE = "http://registry:8080/apis/ccompat/v7";

    final Path directory;
    final Network network = Network.newNetwork();
    final GenericContainer<?> kafka;
    final GenericContainer<?> registry;
    final String bootstrapServers;
    final Stranger stranger;

    private final String registryUrl;
    private final List<RunContainer> runs = new ArrayList<>();

    /** @param settings of the broker beside the usual ones, named as the image's variables */
    Containers(Path directory, Map<String, String> settings) {
        this.directory = directory;
        int[] ports = freePorts();
        bootstrapServers = "localhost:" + ports[0];
        registryUrl = "http://localhost:" + ports[1] + "/apis/ccompat/v7";
        kafka = new GenericContainer<>(KAFKA)
                .withNetwork(network)
                .withNetworkAliases("kafka")
                .withEnv(broker(ports[0]))
                .withEnv(settings);
        kafka.setPortBindings(List.of("127.0.0.1:" + ports[0] + ":9092"));
        registry = new GenericContainer<>(REGISTRY)
                .withNetwork(network)
                .withNetworkAliases("registry")
                .withEnv("APICURIO_STORAGE_KIND", "sql")
                .withEnv("APICURIO_STORAGE_SQL_KIND", "h2")
                .withEnv("APICURIO_DATASOURCE_URL", "jdbc:h2:file:/tmp/schemas;WRITE_DELAY=0");
        registry.setPortBindings(List.of("127.0.0.1:" + ports[1] + ":8080"));
        kafka.start();
        registry.start();
        stranger = new Stranger(bootstrapServers);
        Cluster.await("the broker answers", this::isReady);
        Cluster.await("the registry answers", this::registryAnswers);
    }

    /**
     * The image of one of the parts, {@code -Dcontainers.PART} if it is given. Other brokers than our own may lose the
     * end of a transaction when they are restarted (KAFKA-20734).
     */
    private static String image(String part, String usual) {
        return System.getProperty("containers." + part, usual);
    }

    /** Why no container can be tested on this machine; empty if they can. */
    static Optional<String> obstacle() {
        Optional<String> version = Images.say("docker", "version", "--format", "{{.Server.APIVersion}}");
        if (version.isEmpty()) {
            return Optional.of("no container engine answers (`docker version` fails)");
        }
        System.setProperty("api.version", version.get()); // otherwise a newer one is spoken than old engines understand
        Optional<String> obstacle = Images.obstacle(THALWEG, KAFKA, REGISTRY);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        return DockerClientFactory.instance().isDockerAvailable()
                ? Optional.empty()
                : Optional.of("Testcontainers finds no container engine");
    }

    private static Map<String, String> broker(int port) {
        return Map.ofEntries(
                Map.entry("KAFKA_NODE_ID", "1"),
                Map.entry("KAFKA_PROCESS_ROLES", "broker,controller"),
                Map.entry("KAFKA_LISTENERS", "INSIDE://:19092,OUTSIDE://:9092,LEARNER://:19093,CONTROLLER://:9093"),
                Map.entry(
                        "KAFKA_ADVERTISED_LISTENERS",
                        "INSIDE://%s,OUTSIDE://localhost:%d,LEARNER://kafka:19093".formatted(INSIDE, port)),
                Map.entry(
                        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                        "INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT,LEARNER:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("KAFKA_LISTENER_NAME_LEARNER_SASL_ENABLED_MECHANISMS", "PLAIN"),
                Map.entry(
                        "KAFKA_LISTENER_NAME_LEARNER_PLAIN_SASL_JAAS_CONFIG",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required user_learner=\"a-word\";"),
                Map.entry("KAFKA_INTER_BROKER_LISTENER_NAME", "INSIDE"),
                Map.entry("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
                Map.entry("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093"),
                Map.entry("KAFKA_LOG_DIRS", "/var/lib/kafka/data"),
                Map.entry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1"),
                Map.entry("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "1"),
                Map.entry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1"),
                Map.entry("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "1"),
                Map.entry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1"),
                Map.entry("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"),
                Map.entry("KAFKA_BROKER_SESSION_TIMEOUT_MS", "4000"),
                Map.entry("KAFKA_BROKER_HEARTBEAT_INTERVAL_MS", "500"),
                Map.entry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false"),
                Map.entry("KAFKA_LOG_RETENTION_MS", "-1"));
    }

    private static int[] freePorts() {
        try (ServerSocket one = new ServerSocket(0);
                ServerSocket other = new ServerSocket(0)) {
            return new int[] {one.getLocalPort(), other.getLocalPort()};
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the broker answers. */
    boolean isReady() {
        try {
            stranger.admin.describeCluster().nodes().get(2, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean registryAnswers() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(registryUrl + "/subjects").toURL().openConnection();
            connection.setConnectTimeout(2_000);
            connection.setReadTimeout(2_000);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    /** A configuration as a container needs it. */
    static String inside(String yaml) {
        return yaml.replace("localhost:9092", INSIDE).replace("http://localhost:8081", REGISTRY_INSIDE);
    }

    /** The same configuration as it is seen from this machine. */
    ThalwegConfig outside(String yaml) {
        String here = yaml.replace("localhost:9092", bootstrapServers).replace("http://localhost:8081", registryUrl);
        return ThalwegConfig.parse(here, "thalweg.yaml", Map.of());
    }

    Scene scene(String yaml) {
        ThalwegConfig config = outside(yaml);
        return new Scene(config, new Registry(config.registry(), state -> {}));
    }

    /** An instance of the learner, from its first start; it ends when it has learned a tick. */
    RunContainer run(String app, String instance, String yaml) {
        RunContainer run = new RunContainer(
                network,
                instance,
                directory.resolve(app).resolve(instance),
                inside(yaml),
                "run",
                "--until-tick",
                "-c",
                "/etc/thalweg/thalweg.yaml",
                "--json",
                "/var/lib/thalweg/report.json",
                "--instance",
                instance);
        runs.add(run);
        return run;
    }

    /** Another command, from its start. */
    RunContainer command(String name, String yaml, String... command) {
        RunContainer run = new RunContainer(network, name, directory.resolve(name), inside(yaml), command);
        runs.add(run);
        return run;
    }

    /** Records of the input topics that are not routed yet. */
    long behind(Scene scene) {
        List<String> inputs = scene.config.input().topics().stream()
                .map(topic -> topic.name())
                .toList();
        return groupOffsets(scene, "route").behind(inputs, Set.of());
    }

    /** Groups of an application's parts. */
    GroupOffsets groupOffsets(Scene scene, String part) {
        return new GroupOffsets(
                stranger.admin, "thalweg." + scene.config.app() + "." + part, new Answers(bootstrapServers));
    }

    /** Ends a train log that has everything, and waits until a learner has ended because of that; says which. */
    RunContainer finish(Scene scene, long time, RunContainer... learners) {
        Cluster.await(
                "all events of " + scene.config.app() + " are routed; " + List.of(learners), () -> behind(scene) == 0);
        stranger.produce(
                scene.config.topics().trainLog(), List.of(scene.trainLog().encode(new LogRecord.Tick(time))));
        Cluster.await("the end of " + scene.config.app(), () -> ended(learners).isPresent());
        return ended(learners).orElseThrow();
    }

    private static Optional<RunContainer> ended(RunContainer... learners) {
        return List.of(learners).stream()
                .filter(learner -> !learner.isRunning() && learner.hasReported())
                .findFirst();
    }

    @Override
    public void close() {
        runs.forEach(RunContainer::close);
        stranger.close();
        registry.stop();
        kafka.stop();
        network.close();
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
