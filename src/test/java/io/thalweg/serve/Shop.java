package io.thalweg.serve;

import io.thalweg.config.ListenAddress;
import io.thalweg.config.ServeSettings;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.feature.Example;
import io.thalweg.feature.Extracted;
import io.thalweg.feature.Extractor;
import io.thalweg.fusion.Fusion;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.ObservationBuilder;
import io.thalweg.ingest.Source;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LogRecord;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.scenario.Collected;
import io.thalweg.score.Scorer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A small shop with every kind of field, learners of it, and servers of what they have learned. */
final class Shop {
    static final String YAML = """
            app: shop
            time: { field: at, unit: ms }
            key: id
            features:
              user: { type: categorical }
              price: { type: numeric, transform: [log1p, standardise] }
              hour: { type: categorical, from: at, part: hour }
              past: { type: sequence, of: user, length: 4 }
              looks: { type: vector, length: 3 }
            tasks:
              click: { topic: shop, label: clicked, loss: logistic }
              dwell: { topic: shop, label: { field: dwell_s, transform: [log1p] }, loss: huber }
              stars: { topic: shop, label: star, loss: { type: softmax, classes: 4 } }
            model: { layers: { shared: [8] }, embedding: { buckets: 256, dimension: 4 } }
            batch: { size: 16 }
            """;

    static final ThalwegConfig CONFIG = ThalwegConfig.parse(YAML, "shop.yaml", Map.of());
    static final long NOON = 1_700_006_400_000L;
    static final Instant NOW = Instant.ofEpochMilli(NOON);
    static final ServeSettings ANYWHERE = ServeSettings.USUAL.at(new ListenAddress("127.0.0.1", 0));

    private final ObservationBuilder fields = new ObservationBuilder(CONFIG.input());
    private final Extractor extractor = new Extractor(CONFIG.features(), CONFIG.input());
    private final Lane lane = new Lane(CONFIG.lane());
    private final SplittableRandom random = new SplittableRandom(7);

    private static int column(String field) {
        for (int i = 0; i < CONFIG.input().columns().size(); i++) {
            if (CONFIG.input().columns().get(i).field().equals(field)) {
                return i;
            }
        }
        throw new IllegalArgumentException(field);
    }

    /** A request as the stream would make it of a record; {@code price} NaN is none. */
    Example request(String user, double price, float... looks) {
        tell(user, price, looks);
        return built();
    }

    private void tell(String user, double price, float... looks) {
        fields.begin(CONFIG.input().topics().get(0));
        fields.text(column("id"), "event");
        fields.time(column("at"), NOON);
        fields.text(column("user"), user);
        if (!Double.isNaN(price)) {
            fields.number(column("price"), price);
        }
        if (looks.length > 0) {
            fields.array(column("looks"), looks.length);
            for (float look : looks) {
                fields.component(column("looks"), look);
            }
        }
    }

    private Example built() {
        Decoded decoded = fields.build(new Source("shop", 0, 0));
        return ((Extracted.Accepted) extractor.extract(((Decoded.Accepted) decoded).observation())).example();
    }

    Shop learns(int events) {
        for (int i = 0; i < events; i++) {
            int user = random.nextInt(20);
            tell("u" + user, random.nextInt(50), user, i % 3, 1);
            fields.text(column("id"), "event-" + lane.nextOffset());
            fields.number(column("clicked"), user % 2);
            fields.number(column("dwell_s"), 5 + user);
            fields.number(column("star"), user % 4);
            lane.apply(lane.nextOffset(), NOON, new LogRecord.Event(built()), Outputs.NONE);
        }
        return this;
    }

    StoredSnapshot snapshot() {
        return Collected.snapshot(lane);
    }

    /** What the learner itself says of a request now. */
    Prediction says(Example request) {
        Lane alive = Lane.ofSnapshot(CONFIG.lane(), snapshot());
        Collected asked = new Collected();
        alive.apply(alive.nextOffset(), NOON, new LogRecord.Event(request), asked);
        return asked.predictions().get(0);
    }

    /** The present model, whose snapshot was written so many seconds before {@link #NOW}. */
    ServedModel served(long age, String fusion) {
        StoredSnapshot snapshot = snapshot();
        Scorer scorer = Scorer.of(CONFIG.lane(), CONFIG.input(), snapshot);
        Optional<Fusion> how = fusion.isEmpty()
                ? Optional.empty()
                : Optional.of(Fusion.parse(fusion, CONFIG.features().tasks()));
        return ServedModel.of(CONFIG, scorer, NOW.minusSeconds(age), how);
    }

    /** None yet, by a clock that stands at {@link #NOW}. */
    static Models models() {
        Models models = new Models(Clock.fixed(NOW, ZoneOffset.UTC));
        models.trouble("");
        return models;
    }

    static ThalwegServer serve(Models models, ServeSettings settings) {
        return ThalwegServer.start(
                settings,
                List.of(
                        new Liveness(),
                        new Readiness(models),
                        new ScoreRoutes(models, settings.limits()),
                        new ModelRoutes(models),
                        new OpenApi()));
    }
}
