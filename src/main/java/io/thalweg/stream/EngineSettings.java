package io.thalweg.stream;

import io.thalweg.client.ClientSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings of the engine and of the clients beside it: our defaults, under what the user says below {@code kafka:},
 * under what exactly-once insists on.
 */
final class EngineSettings {
    static final String CLIENTS = "default.client.supplier";

    private static final int MB = 1 << 20;

    private final String app;
    private final Map<String, Object> kafka;
    private final Placement placement;
    private final ClientSettings clients;

    EngineSettings(String app, Map<String, Object> kafka, Placement placement) {
        this.app = app;
        this.kafka = new LinkedHashMap<>(kafka);
        this.placement = placement;
        clients = new ClientSettings(app, kafka);
    }

    /** Of the plain clients beside the engine. */
    ClientSettings clients() {
        return clients;
    }

    String routeId() {
        return "thalweg." + app + ".route";
    }

    /** The topic that the learner's checkpoints are in. */
    String changelog() {
        return clients.learnId() + "-" + Checkpoints.STORE + "-changelog";
    }

    /**
     * A partition whose fetch is late falls behind the others by what the client holds of theirs: little, so that what
     * comes twice still finds its first time within the window of keys. Its commits carry no state, so there can be
     * more of them than of the learner's: a request waits for one of each.
     */
    Properties route() {
        Map<String, Object> own = Map.of(
                "main.consumer.max.partition.fetch.bytes",
                MB / 4,
                "buffered.records.per.partition",
                1_000,
                "commit.interval.ms",
                50);
        return streams(routeId(), own);
    }

    /** One thread: a second one would have a transactional id that a restarted process might not end at once. */
    Properties learn() {
        Properties properties = streams(
                clients.learnId(),
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
        Set<String> said = kafka.keySet().stream().map(ClientSettings::base).collect(Collectors.toSet());
        Properties properties = new Properties();
        Map<String, Object> defaults = defaults();
        defaults.putAll(own);
        defaults.forEach((key, value) -> {
            if (!said.contains(ClientSettings.base(key))) {
                properties.put(key, value);
            }
        });
        kafka.forEach((key, value) -> {
            if (!ClientSettings.isInsisted(ClientSettings.base(key))) {
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
}
