package io.thalweg.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.thalweg.app.demo.DemoCommand;
import io.thalweg.simulate.Shop;
import io.thalweg.stream.ThalwegStreams.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole demo by a learner that may do next to nothing: uid 65532 with a root that it cannot write to, 1.5 GB, and
 * on the broker a user without the right to create or change anything.
 */
class ContainedDemoIT {
    private static final int EVENTS = 200_000;
    private static final String LEARNER = "User:learner";

    @TempDir
    Path directory;

    @BeforeEach
    void needsAnEngine() {
        Containers.obstacle().ifPresent(why -> {
            System.err.println("ContainedDemoIT is skipped: " + why);
            Assumptions.abort(why);
        });
    }

    @Test
    void aLearnerWithoutRightsDoesTheWholeDemo() throws Exception {
        Map<String, String> guarded = Map.of(
                "KAFKA_AUTHORIZER_CLASS_NAME", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "KAFKA_SUPER_USERS", "User:ANONYMOUS");
        try (Containers parts = new Containers(directory, guarded)) {
            String yaml = DemoCommand.shopYaml();
            Scene scene = parts.scene(yaml);
            publish(parts, yaml);
            makeTopics(parts, scene);
            Acls.grant(parts.stranger.admin, rights());
            Path config = directory.resolve("shop").resolve("learner").resolve("config");
            Containers.write(
                    config.resolve("jaas"),
                    "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"learner\""
                            + " password=\"a-word\";");
            RunContainer learner = parts.run("shop", "learner", asLearner(yaml));
            Shop shop = shop();
            RunContainer ended = parts.finish(scene, Shop.OPENING + 1, learner);
            assertThat(ended.exitCode()).isZero();
            assertThat(ended.wasKilledForMemory()).isFalse();
            assertCounts(ended.report(), shop);
            assertThat(ended.report().get("parametersSha256").asText())
                    .as("the same model as by a replay of its train log")
                    .isEqualTo(replay(parts, yaml).get("parametersSha256").asText());
        }
    }

    /** What happened in the shop. */
    private static Shop shop() {
        Shop shop = new Shop(42, 100_000, Long.MAX_VALUE); // those of the command
        while (shop.published() < EVENTS) {
            shop.next();
        }
        return shop;
    }

    private static String asLearner(String yaml) {
        return yaml.replace(
                "\"localhost:9092\"",
                "\"kafka:19093\", security.protocol: SASL_PLAINTEXT, sasl.mechanism: PLAIN,"
                        + " sasl.jaas.config: \"${file:/etc/thalweg/jaas}\"");
    }

    private void publish(Containers parts, String yaml) {
        end(parts, "publishing", yaml, "shop", "--events", Integer.toString(EVENTS), "--rate", "0");
    }

    private JsonNode replay(Containers parts, String yaml) {
        RunContainer replay = end(parts, "replaying", yaml, "replay", "--json", "/var/lib/thalweg/report.json");
        return replay.report();
    }

    /** A command in a container of its own, to its end. */
    private RunContainer end(Containers parts, String name, String yaml, String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("-c", "/etc/thalweg/thalweg.yaml"));
        RunContainer run = parts.command(name, yaml, words.toArray(String[]::new));
        Cluster.await(name + " has ended", () -> !run.isRunning());
        assertThat(run.exitCode()).as("%s", run).isZero();
        return run;
    }

    private static void makeTopics(Containers parts, Scene scene) throws ExecutionException, InterruptedException {
        List<NewTopic> topics = new ArrayList<>();
        ThalwegStreams.topics(scene.config.topics(), EnumSet.allOf(Part.class))
                .forEach(spec -> topics.add(spec.newTopic()));
        topics.add(new NewTopic("thalweg.shop.learn-checkpoints-changelog", Optional.of(1), Optional.empty())
                .configs(Map.of("cleanup.policy", "compact")));
        parts.stranger.admin.createTopics(topics).all().get();
    }

    /** To read, write and look at what is the application's; nothing to create, alter or delete. */
    private static List<AclBinding> rights() {
        List<AclBinding> rights = new ArrayList<>();
        allow(rights, ResourceType.TOPIC, "shop.", AclOperation.READ, AclOperation.DESCRIBE_CONFIGS);
        allow(
                rights,
                ResourceType.TOPIC,
                "thalweg.shop.",
                AclOperation.READ,
                AclOperation.WRITE,
                AclOperation.DESCRIBE_CONFIGS);
        allow(rights, ResourceType.GROUP, "thalweg.shop.", AclOperation.READ);
        allow(rights, ResourceType.TRANSACTIONAL_ID, "thalweg.shop.", AclOperation.WRITE);
        return rights;
    }

    private static void allow(List<AclBinding> rights, ResourceType type, String prefix, AclOperation... operations) {
        for (AclOperation operation : operations) {
            rights.add(new AclBinding(
                    new ResourcePattern(type, prefix, PatternType.PREFIXED),
                    new AccessControlEntry(LEARNER, "*", operation, AclPermissionType.ALLOW)));
        }
    }

    private static void assertCounts(JsonNode report, Shop shop) {
        assertThat(report.get("quarantined").asLong()).isEqualTo(shop.broken());
        assertThat(report.get("duplicates").asLong()).isEqualTo(shop.duplicates());
        assertThat(report.get("requests").asLong()).isEqualTo(shop.requests());
        assertThat(report.get("learned").asLong())
                .isEqualTo(EVENTS - shop.broken() - shop.duplicates() - shop.requests());
    }
}
