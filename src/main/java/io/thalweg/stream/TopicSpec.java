package io.thalweg.stream;

import io.thalweg.client.SnapshotTopic;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * How one of our own topics is made. Its records carry the time at which the log took them, so that retention counts
 * from there: events may be years old when they come.
 *
 * @param partitions how many it has, or needs at least
 * @param settings of the topic
 * @param largestMessage bytes of the largest record that will be written to it
 */
record TopicSpec(String name, Use use, int partitions, Map<String, String> settings, int largestMessage) {
    static final int DEFAULT_LARGEST_MESSAGE = 1_048_588;
    private static final int MB = 1 << 20;

    /** What the topic is for, in the words of messages. */
    enum Use {
        INPUT,
        TRAIN_LOG,
        PREDICTIONS,
        METRICS,
        SNAPSHOTS,
        QUARANTINE,
        CHECKPOINTS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    TopicSpec {
        settings = Map.copyOf(settings);
    }

    /** A topic of the user's that does not exist yet, as the cluster makes topics. */
    static TopicSpec input(String name) {
        return new TopicSpec(name, Use.INPUT, 1, Map.of(), DEFAULT_LARGEST_MESSAGE);
    }

    /**
     * The log that the model is a function of: one partition, because only there records have an order, kept for good.
     */
    static TopicSpec trainLog(String name) {
        return of(name, Use.TRAIN_LOG, 4 * MB).with("cleanup.policy", "delete").with("retention.ms", "-1");
    }

    static TopicSpec predictions(String name) {
        return of(name, Use.PREDICTIONS, DEFAULT_LARGEST_MESSAGE);
    }

    static TopicSpec metrics(String name) {
        return of(name, Use.METRICS, DEFAULT_LARGEST_MESSAGE);
    }

    /** Chunks in the first partition, manifests in the second, so that a list of snapshots need not read the models. */
    static TopicSpec snapshots(String name) {
        TopicSpec one = of(name, Use.SNAPSHOTS, DEFAULT_LARGEST_MESSAGE).with("cleanup.policy", "delete");
        return new TopicSpec(name, Use.SNAPSHOTS, SnapshotTopic.PARTITIONS, one.settings(), one.largestMessage());
    }

    /** Holds rejected records whole, whatever their size, for 30 days. */
    static TopicSpec quarantine(String name) {
        return of(name, Use.QUARANTINE, 16 * MB).with("retention.ms", "2592000000");
    }

    /** As the engine makes it, for who makes it by hand. */
    static TopicSpec checkpoints(String name) {
        TopicSpec one = new TopicSpec(name, Use.CHECKPOINTS, 1, Checkpoints.CHANGELOG, 4 * MB);
        return one.with("cleanup.policy", "compact");
    }

    private static TopicSpec of(String name, Use use, int largestMessage) {
        return new TopicSpec(name, use, 1, Map.of(), largestMessage)
                .with("message.timestamp.type", "LogAppendTime")
                .with("max.message.bytes", Integer.toString(largestMessage));
    }

    private TopicSpec with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(key, value);
        return new TopicSpec(name, use, partitions, more, largestMessage);
    }

    /** With the cluster's default replication. */
    NewTopic newTopic() {
        return new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(settings);
    }

    /** What to type to make the topic by hand. */
    String createCommand(String bootstrap) {
        return "kafka-topics.sh --bootstrap-server %s --create --topic %s --partitions %d%s"
                .formatted(
                        bootstrap,
                        name,
                        partitions,
                        settings.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(setting -> " --config " + setting.getKey() + "=" + setting.getValue())
                                .collect(Collectors.joining()));
    }

    /** What to type to give the existing topic one setting. */
    String alterCommand(String bootstrap, String key, String value) {
        return "kafka-configs.sh --bootstrap-server %s --alter --topic %s --add-config %s=%s"
                .formatted(bootstrap, name, key, value);
    }
}
