package io.thalweg.client;

import io.thalweg.check.Require;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The settings of plain clients: our defaults, under what the user says below {@code kafka:}, under what exactly-once
 * insists on, which is the engine's business, too.
 */
public final class ClientSettings {
    private static final List<String> PREFIXES =
            List.of("main.consumer.", "restore.consumer.", "global.consumer.", "consumer.", "producer.", "admin.");
    private static final int MB = 1 << 20;

    /** What nobody may change, and why. */
    private static final List<Insisted> INSISTED = List.of(
            new Insisted("processing.guarantee", "exactly_once_v2", "the model is a function of the log, read once"),
            new Insisted("isolation.level", "read_committed", "what is not committed may still be taken back"),
            new Insisted("enable.auto.commit", "false", "offsets are committed together with what was made of them"),
            new Insisted("enable.idempotence", "true", "transactions need it"),
            new Insisted("acks", "all", "transactions need it"),
            new Insisted("ensure.explicit.internal.resource.naming", "true", "state is found again by its name"));

    /** What the program says itself. */
    private static final Map<String, String> OURS = Map.of(
            "application.id", "it follows from app: in the configuration",
            "group.id", "it follows from app: in the configuration",
            "transactional.id", "it follows from app: and the state directory",
            "state.dir", "say it with --state-dir",
            "default.timestamp.extractor", "the sources of a topology have their own",
            "deserialization.exception.handler",
                    "a record that is skipped would be lost; it goes to quarantine instead",
            "processing.exception.handler", "a step that is skipped would leave half of it in the model",
            "production.exception.handler", "a block that is skipped would be missing in the model",
            "default.production.exception.handler", "a block that is skipped would be missing in the model");

    private final String app;
    private final Map<String, Object> kafka;

    /** Why a setting is not the user's to change. */
    private record Insisted(String key, String value, String why) {}

    /**
     * @param app the application's name
     * @param kafka the user's own, for all clients or with a prefix for some
     * @throws IllegalArgumentException if one of them cannot be as it is; says why
     */
    public ClientSettings(String app, Map<String, Object> kafka) {
        this.app = app;
        this.kafka = new LinkedHashMap<>(kafka);
        kafka.forEach(ClientSettings::judge);
        TokenEndpoints.allow(kafka);
    }

    private static void judge(String key, Object value) {
        String base = base(key);
        String ours = OURS.get(base);
        Require.that(ours == null, "kafka.%s cannot be set: %s", key, String.valueOf(ours));
        for (Insisted insisted : INSISTED) {
            boolean same = insisted.value().equals(String.valueOf(value)) || base.equals("acks") && "-1".equals(value);
            Require.that(
                    !insisted.key().equals(base) || same,
                    "kafka.%s must be %s, got %s: %s",
                    key,
                    insisted.value(),
                    value,
                    insisted.why());
        }
    }

    /** Whether the program says it itself, whatever the user does. */
    public static boolean isInsisted(String base) {
        return INSISTED.stream().anyMatch(insisted -> insisted.key().equals(base));
    }

    /** A setting without the prefix that says which clients it is for. */
    public static String base(String key) {
        for (String prefix : PREFIXES) {
            if (key.startsWith(prefix)) {
                return key.substring(prefix.length());
            }
        }
        return key;
    }

    /** The name of the learner's group. */
    public String learnId() {
        return "thalweg." + app + ".learn";
    }

    /** How the transactional ids of writers of control records begin. */
    public String controlIds() {
        return learnId() + ".control-";
    }

    /** How the transactional ids of those begin who copy a snapshot to the topic. */
    public String copyIds() {
        return "thalweg." + app + ".copy-";
    }

    /** The transactional id of who publishes what it made of history, as an application of this name. */
    public static String historyId(String app) {
        return "thalweg." + app + ".replay";
    }

    /** Where the brokers are, for messages. */
    public String bootstrap() {
        return String.valueOf(kafka.get("bootstrap.servers"));
    }

    /** For the administration of topics and offsets. */
    public Map<String, Object> admin() {
        return client(AdminClientConfig.configNames(), "admin.");
    }

    /** For a reader of the train log that knows the learner's group without being a member of it. */
    public Map<String, Object> logReader() {
        Map<String, Object> settings = client(ConsumerConfig.configNames(), "consumer.");
        settings.remove("group.instance.id");
        settings.remove("client.id");
        settings.put("group.id", learnId());
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "none");
        settings.put("max.poll.records", 5_000);
        settings.put("max.partition.fetch.bytes", 16 * MB);
        settings.put("key.deserializer", ByteArrayDeserializer.class);
        settings.put("value.deserializer", ByteArrayDeserializer.class);
        return settings;
    }

    /** For who reads history beside the application: in no group, and by one name that quotas can be given to. */
    public Map<String, Object> historyReader() {
        Map<String, Object> settings = logReader();
        settings.remove("group.id");
        settings.put("allow.auto.create.topics", false);
        settings.put("client.id", "thalweg." + app + ".replay");
        return settings;
    }

    /** For a reader of snapshots, who is in no group. */
    public Map<String, Object> snapshotReader() {
        Map<String, Object> settings = historyReader();
        settings.put("client.id", "thalweg." + app + ".snapshots");
        return settings;
    }

    /** For who follows what the application says of itself; older records may go while it looks elsewhere. */
    public Map<String, Object> tailReader() {
        Map<String, Object> settings = historyReader();
        settings.put("client.id", "thalweg." + app + ".page");
        settings.put("auto.offset.reset", "earliest");
        settings.put("max.partition.fetch.bytes", MB);
        return settings;
    }

    /** For who would rather not know than wait longer than {@code patience} for a broker. */
    public Map<String, Object> hastyAdmin(Duration patience) {
        Map<String, Object> settings = admin();
        settings.put("request.timeout.ms", (int) patience.toMillis() / 2);
        settings.put("default.api.timeout.ms", (int) patience.toMillis());
        return settings;
    }

    /** For who copies the snapshot {@code name} to the topic, all of it or nothing; only one at a time. */
    public Map<String, Object> snapshotWriter(String name) {
        Map<String, Object> settings = logWriter();
        settings.put("transactional.id", copyIds() + name);
        settings.put("transaction.timeout.ms", 300_000);
        return settings;
    }

    /** For a single writer to the train log, such as who ends a finite stream with a tick. */
    public Map<String, Object> logWriter() {
        Map<String, Object> settings = client(ProducerConfig.configNames(), "producer.");
        settings.remove("client.id");
        settings.remove("transaction.timeout.ms");
        settings.put("enable.idempotence", true);
        settings.put("acks", "all");
        settings.put("key.serializer", ByteArraySerializer.class);
        settings.put("value.serializer", ByteArraySerializer.class);
        return settings;
    }

    /** For who publishes what it made of history; a second one of the same name ends the first. */
    public Map<String, Object> historyWriter() {
        Map<String, Object> settings = inputWriter();
        settings.put("transactional.id", historyId(app));
        settings.put("transaction.timeout.ms", 300_000);
        return settings;
    }

    /** For a writer of many events to the input topics: in larger batches, unless the user has other wishes. */
    public Map<String, Object> inputWriter() {
        Map<String, Object> settings = logWriter();
        settings.putIfAbsent("batch.size", MB / 4);
        settings.putIfAbsent("linger.ms", 10);
        settings.putIfAbsent("buffer.memory", 64 * MB);
        return settings;
    }

    /** What the user said for this kind of client: plain keys that it knows, then those with its prefix. */
    private Map<String, Object> client(Set<String> known, String prefix) {
        Map<String, Object> settings = new LinkedHashMap<>();
        kafka.forEach((key, value) -> {
            if (known.contains(key)) {
                settings.put(key, value);
            }
        });
        kafka.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                settings.put(key.substring(prefix.length()), value);
            }
        });
        return settings;
    }
}
