package io.thalweg.stream;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.feature.Extracted;
import io.thalweg.feature.Extractor;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.Source;
import io.thalweg.lane.LogRecord;
import io.thalweg.lane.Succession;
import io.thalweg.scenario.Shelf;
import io.thalweg.wire.EventReader;
import io.thalweg.wire.EventWriter;
import io.thalweg.wire.OutputCodec;
import io.thalweg.wire.Registry;
import io.thalweg.wire.TrainLogCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;

/** A small shop with two tasks on two topics and a topic of requests, and events for it. */
final class Scene {
    static final String CLICKS = "shop.click";
    static final String DWELLS = "shop.dwell";
    static final String REQUESTS = "shop.ask";
    static final long NOON = 1_700_000_000_000L;

    private static final String YAML = """
            app: shop
            kafka:    { bootstrap.servers: "localhost:9092" }
            registry: { url: "http://localhost:8081" }
            time: { field: at, unit: ms }
            key: id
            duplicates: { window: 1000 }
            requests: shop.ask
            features:
              user:  { type: categorical }
              item:  { type: categorical }
              price: { type: numeric, transform: [log1p, standardise] }
            tasks:
              click: { topic: shop.click, label: clicked, loss: logistic }
              dwell: { topic: shop.dwell, label: { field: dwell_s, transform: [log1p] }, loss: huber }
            model:
              embedding: { buckets: 2^10, dimension: 4 }
              layers: { shared: [8], task: [] }
            optimiser: { type: adagrad, rate: 0.05 }
            batch:     { size: 16, max-age: 1h }
            snapshots: { every: 200 }
            metrics:   { every: 100 }
            checkpoints: { every: 50 }
            """;

    final ThalwegConfig config;
    final Registry registry;

    private final Map<String, EventWriter> writers = new LinkedHashMap<>();

    Scene() {
        this(ThalwegConfig.parse(YAML, "shop.yaml", Map.of()), Registry.inMemory());
    }

    Scene(ThalwegConfig config, Registry registry) {
        this.config = config;
        this.registry = registry;
    }

    static String yaml() {
        return YAML;
    }

    TrainLogCodec trainLog() {
        return Codecs.trainLog(config, registry);
    }

    /** Lanes that know of no snapshots. */
    Succession lanes() {
        return new Succession(config.lane(), new Shelf());
    }

    OutputCodec outputs() {
        return Codecs.outputs(config, registry);
    }

    /** The input topic that plays this part, whatever it is called here. */
    InputTopic topic(String part) {
        return config.input().topics().stream()
                .filter(topic -> topic.name().endsWith(part))
                .findFirst()
                .orElseThrow();
    }

    String name(String part) {
        return topic(part).name();
    }

    int column(String field) {
        for (int i = 0; i < config.input().columns().size(); i++) {
            if (config.input().columns().get(i).field().equals(field)) {
                return i;
            }
        }
        throw new IllegalArgumentException(field);
    }

    /** An event of {@code topic} as Avro; a NaN label is left out. */
    byte[] event(String topic, String id, String label, double value) {
        return event(topic, id, NOON, "u" + (id.hashCode() & 7), label, value);
    }

    byte[] event(String topic, String id, long time, String user, String label, double value) {
        EventWriter writer =
                writers.computeIfAbsent(topic, name -> new EventWriter(config.input(), topic(name), registry));
        writer.begin()
                .time(column("at"), time)
                .text(column("id"), id)
                .text(column("user"), user)
                .text(column("item"), "i" + (id.hashCode() % 13))
                .number(column("price"), 1 + (id.hashCode() & 31));
        if (!label.isEmpty() && !Double.isNaN(value)) {
            writer.number(column(label), value);
        }
        return writer.end();
    }

    byte[] click(String id, double clicked) {
        return event(CLICKS, id, "clicked", clicked);
    }

    byte[] dwell(String id, double seconds) {
        return event(DWELLS, id, "dwell_s", seconds);
    }

    byte[] request(String id) {
        return event(REQUESTS, id, "", Double.NaN);
    }

    /**
     * What {@code count} events look like in the train log: clicks, dwells, a request here and there, a tick at the
     * end.
     */
    List<byte[]> log(int count) {
        SplittableRandom random = new SplittableRandom(7);
        TrainLogCodec codec = trainLog();
        List<byte[]> log = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            log.add(codec.encode(example(i, random)));
        }
        log.add(codec.encode(new LogRecord.Tick(NOON)));
        return log;
    }

    private LogRecord example(int index, SplittableRandom random) {
        String id = "e" + index;
        int kind = random.nextInt(20);
        if (kind == 0) {
            return example(REQUESTS, request(id), index);
        }
        return kind < 14
                ? example(CLICKS, click(id, random.nextInt(8) < (id.hashCode() & 7) ? 1 : 0), index)
                : example(DWELLS, dwell(id, random.nextInt(100)), index);
    }

    /** The train-log record of an event. */
    LogRecord.Event example(String topic, byte[] event, long offset) {
        Decoded decoded =
                new EventReader(config.input(), registry).read(event, topic(topic), new Source(topic, 0, offset));
        Extracted extracted =
                new Extractor(config.features(), config.input()).extract(((Decoded.Accepted) decoded).observation());
        return new LogRecord.Event(((Extracted.Accepted) extracted).example());
    }

    static Properties properties(Path state, boolean learn) {
        EngineSettings settings =
                new EngineSettings("shop", Map.of("bootstrap.servers", "localhost:9092"), new Placement(state, "test"));
        return learn ? settings.learn() : settings.route();
    }
}
