package io.thalweg.stream;

import io.thalweg.client.ClientSettings;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.ingest.InputTopic;
import io.thalweg.wire.EventWriter;
import io.thalweg.wire.Registry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes events on the input topics, for data that has no producer of its own. Each event is written once, in the
 * order in which it was sent. One owner thread.
 */
public final class InputFeed implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(InputFeed.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Registry registry;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, EventWriter> writers = new LinkedHashMap<>();
    private volatile @Nullable Exception failure;

    private InputFeed(Registry registry, KafkaProducer<byte[], byte[]> producer) {
        this.registry = registry;
        this.producer = producer;
    }

    /**
     * Registers the topics' schemas, and creates those topics that do not exist yet, with one partition, so that the
     * order is kept.
     *
     * @throws StreamException if a topic cannot be created or its schema is refused; says what to do
     */
    public static InputFeed open(ThalwegConfig config) {
        try {
            ClientSettings settings = settings(config);
            makeTopics(config, settings);
            Registry registry = new Registry(config.registry(), state -> log.warn("{}", state));
            InputFeed feed = new InputFeed(registry, new KafkaProducer<>(settings.inputWriter()));
            feed.makeWriters(config);
            return feed;
        } catch (RuntimeException e) {
            throw RightsCheck.explaining(e, Role.source(config).rights(), settings(config));
        }
    }

    private static ClientSettings settings(ThalwegConfig config) {
        return new ClientSettings(config.app(), config.kafka());
    }

    private static void makeTopics(ThalwegConfig config, ClientSettings settings) {
        List<TopicSpec> inputs = config.input().topics().stream()
                .map(topic -> TopicSpec.input(topic.name()))
                .toList();
        try (Admin admin = Admin.create(settings.admin())) {
            new TopicAdmin(admin, settings.bootstrap()).makeMissing(inputs);
        }
    }

    private void makeWriters(ThalwegConfig config) {
        try {
            for (InputTopic topic : config.input().topics()) {
                writers.put(topic.name(), new EventWriter(config.input(), topic, registry));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Encodes events of a topic. */
    public EventWriter writer(String topic) {
        EventWriter writer = writers.get(topic);
        if (writer == null) {
            throw new NoSuchElementException("no input topic '%s'; there are %s".formatted(topic, writers.keySet()));
        }
        return writer;
    }

    /**
     * Sends what {@link #writer} encoded, or anything else; returns before it is written.
     *
     * @throws StreamException if an event could not be written, this one or one before it
     */
    public void send(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        requireNoFailure();
        producer.send(new ProducerRecord<>(topic, key, value), (written, problem) -> {
            if (problem != null) {
                failure = problem;
            }
        });
    }

    /** Waits until everything that was sent is written. */
    public void flush() {
        producer.flush();
        requireNoFailure();
    }

    private void requireNoFailure() {
        Exception found = failure;
        if (found != null) {
            throw new StreamException(found);
        }
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
        registry.close();
    }
}
