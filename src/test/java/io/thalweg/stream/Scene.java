package io.thalweg.stream;

import io.thalweg.config.ThalwegConfig;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.Source;
import io.thalweg.lane.LogRecord;
import io.thalweg.wire.EventReader;
import io.thalweg.wire.EventWriter;
import io.thalweg.wire.OutputCodec;
import io.thalweg.wire.Registry;
import io.thalweg.wire.TrainLogCodec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
    final Registry registry = Registry.inMemory();
    private final Map<String, EventWriter> writers = new LinkedHashMap<>();

    Scene() {
        this(ThalwegConfig.parse(YAML, "shop.yaml", Map.of()));
    }

    Scene(ThalwegConfig config) {
        this.config = config;
    }

    static String yaml() {
        return YAML;
    }

    TrainLogCodec trainLog() {
        return Codecs.trainLog(config, registry);
    }

    OutputCodec outputs() {
        return Codecs.outputs(config, registry);
    }

    InputTopic topic(String name) {
        return config.input().topics().stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow();
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

    /** Clicks and dwells with planted regularities, as train-log records. */
    byte[] logged(int index, SplittableRandom random) {
        String id = "e" + index;
        boolean isClick = random.nextInt(3) > 0;
        byte[] event =
                isClick ? click(id, random.nextInt(8) < (id.hashCode() & 7) ? 1 : 0) : dwell(id, random.nextInt(100));
        return logged(isClick ? CLICKS : DWELLS, event, index);
    }

    byte[] logged(String topic, byte[] event, long offset) {
        RouteTopology topology = new RouteTopology(config, registry, new RouteCounts(), 1 << 20);
        EventReader reader = new EventReader(config.input(), registry);
        var decoded = reader.read(event, topic(topic), new Source(topic, 0, offset));
        var extracted = new io.thalweg.feature.Extractor(config.features(), config.input())
                .extract(((io.thalweg.ingest.Decoded.Accepted) decoded).observation());
        var example = ((io.thalweg.feature.Extracted.Accepted) extracted).example();
        return Codecs.trainLog(topology.config(), registry).encode(new LogRecord.Event(example));
    }

    static Properties properties(Path state, boolean learn) {
        EngineSettings settings =
                new EngineSettings("shop", Map.of("bootstrap.servers", "localhost:9092"), new Placement(state, "test"));
        return learn ? settings.learn() : settings.route();
    }
}
