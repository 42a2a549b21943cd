package io.thalweg.stream;

import io.thalweg.client.ClientSettings;
import io.thalweg.client.SnapshotTopic;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.lane.Archive;
import io.thalweg.publish.Prediction;
import io.thalweg.replay.PublishedSnapshots;
import io.thalweg.replay.RawDecoder;
import io.thalweg.replay.RawRecords;
import io.thalweg.replay.TrainLog;
import io.thalweg.wire.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An application's topics as somebody reads them who is no part of it: without a group, nothing is written, and the
 * brokers know the reader as {@code thalweg.<app>.replay}, so that it can be given a quota.
 */
public final class Chronicle implements AutoCloseable {
    private final ThalwegConfig config;
    private final ClientSettings settings;
    private final Registry registry;
    private final SnapshotTopic snapshots;

    private Chronicle(ThalwegConfig config, ClientSettings settings, Registry registry) {
        this.config = config;
        this.settings = settings;
        this.registry = registry;
        snapshots = new SnapshotTopic(config.topics().snapshots(), this::consumer, registry);
    }

    /**
     * Looks whether there is a train log.
     *
     * @param state told when the schema registry is waited for
     * @throws StreamException if there is none, or no broker answers
     */
    public static Chronicle open(ThalwegConfig config, Consumer<String> state) {
        try {
            ClientSettings settings = new ClientSettings(config.app(), config.kafka());
            requireTopic(config, settings, config.topics().trainLog(), "train log");
            return new Chronicle(config, settings, new Registry(config.registry(), state));
        } catch (RuntimeException e) {
            throw new StreamException(e);
        }
    }

    /**
     * What to tell of a failure of a reading.
     *
     * @param as the name that it is published under, if it is
     */
    public static StreamException explaining(ThalwegConfig config, @Nullable String as, RuntimeException failure) {
        List<Right> rights = new ArrayList<>(Role.reader(config).rights());
        if (as != null) {
            rights.addAll(Role.publisher(as).rights());
        }
        return RightsCheck.explaining(failure, rights, new ClientSettings(config.app(), config.kafka()));
    }

    /** Throws if there is no such topic; {@code what} it is for, in the words of the message. */
    static void requireTopic(ThalwegConfig config, ClientSettings settings, String topic, String what) {
        String bootstrap = settings.bootstrap();
        try (Admin admin = Admin.create(settings.admin())) {
            if (new TopicAdmin(admin, bootstrap).partitions(List.of(topic)).isEmpty()) {
                throw new IllegalStateException(
                        "there is no %s %s on %s; is it the right app: (%s) and broker? 'run' makes it"
                                .formatted(what, topic, bootstrap, config.app()));
            }
        }
    }

    /**
     * The snapshots as they are now, none where there is no such topic. To be asked before {@link #log}: then no
     * snapshot can have seen more than the log has, unless it is of another log.
     */
    public PublishedSnapshots snapshots() {
        try {
            return new PublishedOnTopic(snapshots, hasSnapshots() ? snapshots.found() : List.of());
        } catch (RuntimeException e) {
            throw new StreamException(e);
        }
    }

    private boolean hasSnapshots() {
        try (Admin admin = Admin.create(settings.admin())) {
            return new TopicAdmin(admin, settings.bootstrap())
                    .has(TopicSpec.snapshots(config.topics().snapshots()));
        }
    }

    /**
     * The newest published prediction with a key.
     *
     * @param offset of its event in the train log, where another one is meant
     * @throws StreamException if there is none; says which others there are
     */
    public Prediction prediction(byte[] key, OptionalLong offset) {
        try {
            requireTopic(config, settings, config.topics().predictions(), "predictions topic");
            return new PredictionTopic(config.topics().predictions(), this::consumer, Codecs.outputs(config, registry))
                    .find(key, offset);
        } catch (RuntimeException e) {
            throw new StreamException(e);
        }
    }

    /** What the log's control records speak of. */
    public Archive archive() {
        return new TopicArchive(snapshots);
    }

    /** As it stands now. */
    public TrainLog log() {
        try {
            return new KafkaTrainLog(
                    this::consumer,
                    () -> Codecs.trainLog(config, registry),
                    config.topics().trainLog());
        } catch (RuntimeException e) {
            throw new StreamException(e);
        }
    }

    /** The input topics. */
    public RawRecords raw() {
        return new KafkaRaw(consumer());
    }

    /** Makes examples of the input topics' records as {@code other} says. */
    public RawDecoder decoder(ThalwegConfig other) {
        return new RawReader(other, config, registry);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(settings.historyReader());
    }

    @Override
    public void close() {
        registry.close();
    }
}
