package io.thalweg.stream;

import io.thalweg.client.ClientSettings;
import io.thalweg.client.SnapshotTopic;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.config.Topics;
import io.thalweg.learn.TaskMetrics;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.SnapshotChunk;
import io.thalweg.publish.SnapshotManifest;
import io.thalweg.wire.OutputCodec;
import io.thalweg.wire.Registry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a replay finds, on topics of its own and in transactions of some thousand records. A snapshot and its chunks are
 * in one transaction. One owner thread.
 */
public final class ReplayPublication implements Outputs, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReplayPublication.class);
    private static final int RECORDS = 5_000; // in a transaction
    private static final long NANOS = Duration.ofSeconds(1).toNanos(); // that one is open while others come
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Topics topics;
    private final Registry registry;
    private final OutputCodec codec;
    private final KafkaProducer<byte[], byte[]> producer;
    private int open; // records of the transaction that is open
    private long begun;
    private long lastSnapshot = -1;

    private ReplayPublication(Topics topics, Registry registry, ClientSettings settings) {
        this.topics = topics;
        this.registry = registry;
        codec = new OutputCodec(
                registry,
                new OutputCodec.Topics(
                        topics.predictions(), topics.metrics(), topics.snapshots(), topics.quarantine()));
        producer = new KafkaProducer<>(settings.historyWriter());
    }

    /**
     * Makes the topics {@code thalweg.<name>.*}.
     *
     * @param config that the events are learned with
     * @throws StreamException if they are in use or hold records, or cannot be made
     */
    public static ReplayPublication open(ThalwegConfig config, String name) {
        try {
            Topics topics = Topics.of(name);
            ClientSettings settings = new ClientSettings(name, config.kafka());
            List<TopicSpec> specs = specs(topics);
            requireOthers(config, specs);
            try (Admin admin = Admin.create(settings.admin())) {
                makeEmpty(admin, specs, settings.bootstrap());
            }
            Registry registry = new Registry(config.registry(), state -> log.warn("{}", state));
            return new ReplayPublication(topics, registry, settings).begun();
        } catch (RuntimeException e) {
            throw new StreamException(e);
        }
    }

    /** Those of an application's topics that a replay writes. */
    static List<TopicSpec> specs(Topics topics) {
        return List.of(
                TopicSpec.predictions(topics.predictions()),
                TopicSpec.metrics(topics.metrics()),
                TopicSpec.snapshots(topics.snapshots()));
    }

    private ReplayPublication begun() {
        try {
            producer.initTransactions();
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static void requireOthers(ThalwegConfig config, List<TopicSpec> specs) {
        for (TopicSpec spec : specs) {
            boolean isInput = config.input().topics().stream()
                    .anyMatch(topic -> topic.name().equals(spec.name()));
            if (isInput || config.topics().all().contains(spec.name())) {
                throw new IllegalStateException("topic %s belongs to the live application %s; take another name (--as)"
                        .formatted(spec.name(), config.app()));
            }
        }
    }

    private static void makeEmpty(Admin admin, List<TopicSpec> specs, String bootstrap) {
        Map<String, Integer> there = new TopicAdmin(admin, bootstrap).makeMissing(specs);
        Map<TopicPartition, OffsetSpec> ends = there.entrySet().stream()
                .flatMap(topic -> IntStream.range(0, topic.getValue())
                        .mapToObj(partition -> new TopicPartition(topic.getKey(), partition)))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                new Answers(bootstrap).await(admin.listOffsets(ends).all());
        found.forEach((partition, end) -> {
            if (end.offset() > 0) {
                throw new IllegalStateException(
                        "topic %s holds records already; take another name (--as), or delete the topic first"
                                .formatted(partition.topic()));
            }
        });
    }

    /** Whatever was published. */
    public List<String> topics() {
        return List.of(topics.predictions(), topics.metrics(), topics.snapshots());
    }

    @Override
    public void prediction(Prediction prediction) {
        if (open >= RECORDS) {
            commit();
        }
        send(topics.predictions(), null, prediction.key(), codec.prediction(prediction));
    }

    @Override
    public void metrics(TaskMetrics metrics) {
        send(topics.metrics(), null, metrics.task().getBytes(StandardCharsets.UTF_8), codec.metrics(metrics));
    }

    @Override
    public void chunk(SnapshotChunk chunk) {
        send(topics.snapshots(), SnapshotTopic.CHUNKS, codec.key(chunk), codec.chunk(chunk));
    }

    @Override
    public void manifest(SnapshotManifest manifest) {
        send(topics.snapshots(), SnapshotTopic.MANIFESTS, codec.key(manifest), codec.manifest(manifest));
        if (manifest.cause() != SnapshotManifest.Cause.BEFORE_SWAP) {
            lastSnapshot = manifest.extent().nextOffset();
        }
    }

    private void send(String topic, @Nullable Integer partition, byte @Nullable [] key, byte[] value) {
        if (open == 0) {
            producer.beginTransaction();
            begun = System.nanoTime();
        }
        producer.send(new ProducerRecord<>(topic, partition, key, value));
        open++;
    }

    /** Whether the last snapshot is the model up to this offset; another one would have the same id. */
    public boolean hasSnapshotAt(long nextOffset) {
        return lastSnapshot == nextOffset;
    }

    /** To be called now and then between records, so that no transaction outlives its timeout. */
    public void commitInTime() {
        if (open > 0 && System.nanoTime() - begun > NANOS) {
            commit();
        }
    }

    /** After the last record. */
    public void finish() {
        if (open > 0) {
            commit();
        }
    }

    private void commit() {
        try {
            producer.commitTransaction();
            open = 0;
        } catch (RuntimeException e) {
            throw new StreamException(e);
        }
    }

    /** What is not committed is taken back. */
    @Override
    public void close() {
        producer.close(PATIENCE);
        registry.close();
    }
}
