package io.thalweg.stream;

import io.thalweg.check.Require;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The settings of the engine and of the clients beside it, made in this one place: our defaults, under what the user
 * says below {@code kafka:}, under what exactly-once insists on.
 */
final class EngineSettings {
    static final String CLIENTS = "default.client.supplier";

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
    private final Placement placement;

    /** Why a setting is not the user's to change. */
    private record Insisted(String key, String value, String why) {}

    EngineSettings(String app, Map<String, Object> kafka, Placement placement) {
        this.app = app;
        this.kafka = new LinkedHashMap<>(kafka);
        this.placement = placement;
        kafka.forEach(EngineSettings::judge);
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

    private static boolean isInsisted(String base) {
        return INSISTED.stream().anyMatch(insisted -> insisted.key().equals(base));
    }

    private static String base(String key) {
        for (String prefix : PREFIXES) {
            if (key.startsWith(prefix)) {
                return key.substring(prefix.length());
            }
        }
        return key;
    }

    String routeId() {
        return "thalweg." + app + ".route";
    }

    String learnId() {
        return "thalweg." + app + ".learn";
    }

    /**
     * A partition whose fetch is late falls behind the others by what the client holds of theirs: little, so that what
     * comes twice still finds its first time within the window of keys.
     */
    Properties route() {
        return streams(
                routeId(),
                Map.of("main.consumer.max.partition.fetch.bytes", MB / 4, "buffered.records.per.partition", 1_000));
    }

    /** One thread: a second one would have a transactional id that a restarted process might not end at once. */
    Properties learn() {
        Properties properties = streams(
                learnId(),
                Map.of("main.consumer.max.partition.fetch.bytes", 8 * MB, "buffered.records.per.partition", 10_000));
        properties.put("num.stream.threads", 1);
        return properties;
    }

    /** How long a transaction of the learner's may be open. */
    Duration transactionTimeout() {
        Properties learn = learn();
        Object own = learn.get("producer.transaction.timeout.ms");
        Object plain = learn.get("transaction.timeout.ms");
        return Duration.ofMillis(Long.parseLong(String.valueOf(own == null ? plain : own)));
    }

    private Properties streams(String id, Map<String, Object> own) {
        Set<String> said = kafka.keySet().stream().map(EngineSettings::base).collect(Collectors.toSet());
        Properties properties = new Properties();
        Map<String, Object> defaults = defaults();
        defaults.putAll(own);
        defaults.forEach((key, value) -> {
            if (!said.contains(base(key))) {
                properties.put(key, value);
            }
        });
        kafka.forEach((key, value) -> {
            if (!isInsisted(base(key))) {
                properties.put(key, value);
            }
        });
        properties.put("processing.guarantee", "exactly_once_v2"); // the engine derives the clients' part of it
        properties.put("ensure.explicit.internal.resource.naming", true);
        properties.put("application.id", id);
        properties.put("state.dir", placement.stateDirectory().toString());
        properties.put("group.instance.id", placement.instance());
        return properties;
    }

    /**
     * Small commits are cheap, since they carry offsets and outputs only. A transaction must hold a whole checkpoint,
     * and the producer's buffer as well, or it blocks in the middle of it. Nobody is thrown out of the group while it
     * catches up or waits for the registry. A broker that is away is waited for as long: the engine takes a send that
     * is given up for a defect, and stops.
     */
    private static Map<String, Object> defaults() {
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("commit.interval.ms", 100);
        defaults.put("statestore.cache.max.bytes", 0);
        defaults.put("enable.metrics.push", false);
        defaults.put("producer.transaction.timeout.ms", 60_000);
        defaults.put("producer.batch.size", MB);
        defaults.put("producer.buffer.memory", 64 * MB);
        defaults.put("producer.max.request.size", 16 * MB);
        defaults.put("main.consumer.max.poll.interval.ms", 1_800_000);
        defaults.put("main.consumer.max.poll.records", 5_000);
        defaults.put(CLIENTS, WholeCommits.class.getName());
        defaults.put("restore.consumer.max.poll.records", 10_000);
        defaults.put("restore.consumer.max.partition.fetch.bytes", 64 * MB);
        defaults.put("restore.consumer.fetch.max.bytes", 64 * MB);
        defaults.put("restore.consumer.receive.buffer.bytes", 4 * MB);
        return defaults;
    }

    /** Where the brokers are, for messages. */
    String bootstrap() {
        return String.valueOf(kafka.get("bootstrap.servers"));
    }

    /** For the administration of topics and offsets. */
    Map<String, Object> admin() {
        return client(AdminClientConfig.configNames(), "admin.");
    }

    /** For a reader of the train log that knows the learner's group without being a member of it. */
    Map<String, Object> logReader() {
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
    Map<String, Object> historyReader() {
        Map<String, Object> settings = logReader();
        settings.remove("group.id");
        settings.put("allow.auto.create.topics", false);
        settings.put("client.id", "thalweg." + app + ".replay");
        return settings;
    }

    /** For a reader of snapshots, who is in no group. */
    Map<String, Object> snapshotReader() {
        Map<String, Object> settings = historyReader();
        settings.put("client.id", "thalweg." + app + ".snapshots");
        return settings;
    }

    /** For who follows what the application says of itself; older records may go while it looks elsewhere. */
    Map<String, Object> tailReader() {
        Map<String, Object> settings = historyReader();
        settings.put("client.id", "thalweg." + app + ".page");
        settings.put("auto.offset.reset", "earliest");
        settings.put("max.partition.fetch.bytes", MB);
        return settings;
    }

    /** For who would rather not know than wait longer than {@code patience} for a broker. */
    Map<String, Object> hastyAdmin(Duration patience) {
        Map<String, Object> settings = admin();
        settings.put("request.timeout.ms", (int) patience.toMillis() / 2);
        settings.put("default.api.timeout.ms", (int) patience.toMillis());
        return settings;
    }

    /** For who copies the snapshot {@code name} to the topic, all of it or nothing; only one at a time. */
    Map<String, Object> snapshotWriter(String name) {
        Map<String, Object> settings = logWriter();
        settings.put("transactional.id", "thalweg." + app + ".copy-" + name);
        settings.put("transaction.timeout.ms", 300_000);
        return settings;
    }

    /** For a single writer to the train log, such as who ends a finite stream with a tick. */
    Map<String, Object> logWriter() {
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
    Map<String, Object> historyWriter() {
        Map<String, Object> settings = inputWriter();
        settings.put("transactional.id", "thalweg." + app + ".replay");
        settings.put("transaction.timeout.ms", 300_000);
        return settings;
    }

    /** For a writer of many events to the input topics: in larger batches, unless the user has other wishes. */
    Map<String, Object> inputWriter() {
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
