package io.thalweg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.balance.Balance;
import io.thalweg.balance.CaGrad;
import io.thalweg.balance.Dwa;
import io.thalweg.balance.Exponentiated;
import io.thalweg.balance.Famo;
import io.thalweg.balance.Fixed;
import io.thalweg.balance.GradNorm;
import io.thalweg.balance.Imtl;
import io.thalweg.balance.Mgda;
import io.thalweg.balance.Nash;
import io.thalweg.balance.PcGrad;
import io.thalweg.balance.Uncertainty;
import io.thalweg.batch.BatchSettings;
import io.thalweg.feature.Feature;
import io.thalweg.feature.LabelColumn.Rule;
import io.thalweg.ingest.Column;
import io.thalweg.ingest.InputTopic;
import io.thalweg.loss.Huber;
import io.thalweg.loss.Softmax;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.LabelTransform;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a good file means. */
class ThalwegConfigTest {
    private static final String SHOP = """
            app: shop-ranker
            kafka:    { bootstrap.servers: "localhost:9092", sasl.jaas.config: "${JAAS}" }
            registry: { url: "http://user:${PW}@localhost:8081", basic.auth.user.info: "me:${PW}" }
            time: { field: event_time, unit: ms, earliest: 2015-07-01 }
            key: impression_id
            duplicates: { window: 1_000 }
            requests: shop.requests
            features:
              user:      { type: categorical }
              item:      { type: categorical, embedding: 16, from: item_id }
              price:     { type: numeric, transform: [log1p, standardise] }
              hour:      { type: categorical, from: event_time, part: hour }
              user_x_category: { type: cross, of: [user, category] }
              history:   { type: sequence, of: item, length: 5, encoder: mean }
            tasks:
              click:    { topic: shop.click, label: clicked, loss: logistic }
              dwell:    { topic: shop.dwell, label: { field: dwell_s, transform: [log1p] }, loss: huber }
              buy:      { topic: shop.buy,   label: bought, loss: logistic, weight: 2.0 }
              five_star: { topic: ratings,   label: { field: rating, equals: 5 }, loss: logistic }
              stars:    { topic: ratings,    label: rating, loss: { type: softmax, classes: 6 }, event-weight: helpful }
              tenth:    { topic: ratings,    label: { field: rating, transform: { divide: 10 } }, loss: { type: huber, delta: 0.5 } }
            model:
              sharing: hard
              embedding: { buckets: 2^12, dimension: 8 }
              layers: { shared: [128, 64], task: [32] }
            optimiser: { type: adagrad, rate: 0.05 }
            balance:   { type: fixed }
            batch:     { size: 256, max-age: 10s }
            snapshots: { every: 100000 }
            topics: { metrics: shop.metrics }
            seed: 42
            """;

    private final ThalwegConfig config = parse(SHOP);

    private static ThalwegConfig parse(String yaml) {
        return ThalwegConfig.parse(yaml, "shop.yaml", Map.of("JAAS", "plain password", "PW", "pw"));
    }

    @Test
    void everyFeatureOfTheDesignIsRead() {
        List<Feature> features = config.features().features();
        Feature.Category user = new Feature.Category("user", 2, 8);
        assertThat(features)
                .containsExactly(
                        user,
                        new Feature.Category("item", 3, 16),
                        new Feature.Numeric("price", 4, true, true),
                        new Feature.TimePart("hour", 0, Feature.Part.HOUR, 8),
                        new Feature.Cross("user_x_category", List.of(user, new Feature.Category("category", 5, 8)), 8),
                        new Feature.Sequence("history", 6, "item", 5, 16));
        assertThat(config.features().buckets()).isEqualTo(4096);
    }

    @Test
    void aRateIsOfEachOfItsTasksOfAllWhereItNamesNone() {
        String more = "  liked: { type: rate, of: user, prior: 0.5 }\n"
                + "  again: { type: rate, of: [user, item], tasks: buy }\ntasks:\n";
        Feature.Category user = new Feature.Category("user", 2, 8);
        List<Feature> features =
                parse(SHOP.replace("tasks:\n", more)).features().features();
        assertThat(features.subList(6, features.size()))
                .containsExactly(
                        new Feature.Rate("liked.click", List.of(user), "click", 0.5),
                        new Feature.Rate("liked.dwell", List.of(user), "dwell", 0.5),
                        new Feature.Rate("liked.buy", List.of(user), "buy", 0.5),
                        new Feature.Rate("liked.five_star", List.of(user), "five_star", 0.5),
                        new Feature.Rate("liked.stars", List.of(user), "stars", 0.5),
                        new Feature.Rate("liked.tenth", List.of(user), "tenth", 0.5),
                        new Feature.Rate("again.buy", List.of(user, new Feature.Category("item", 3, 16)), "buy", 4));
    }

    @Test
    void columnsAreReadByNameAndKind() {
        assertThat(config.input().columns())
                .startsWith(
                        new Column("event_time", Column.Kind.TIME),
                        new Column("impression_id", Column.Kind.TEXT),
                        new Column("user", Column.Kind.TEXT),
                        new Column("item_id", Column.Kind.TEXT),
                        new Column("price", Column.Kind.NUMBER),
                        new Column("category", Column.Kind.TEXT),
                        new Column("history", Column.Kind.TEXTS),
                        new Column("clicked", Column.Kind.NUMBER));
        assertThat(config.input().time()).isZero();
        assertThat(config.input().key()).isEqualTo(1);
        assertThat(config.input().timeRule().unitMillis()).isEqualTo(1);
        assertThat(config.input().timeRule().earliest()).isEqualTo(1_435_708_800_000L);
    }

    @Test
    void aTopicReadsTheFeaturesAndItsOwnLabels() {
        assertThat(config.input().topics())
                .containsExactly(
                        new InputTopic("shop.click", List.of(0, 1, 2, 3, 4, 5, 6, 7), List.of(0), true),
                        new InputTopic("shop.dwell", List.of(0, 1, 2, 3, 4, 5, 6, 8), List.of(1), true),
                        new InputTopic("shop.buy", List.of(0, 1, 2, 3, 4, 5, 6, 9), List.of(2), true),
                        new InputTopic("ratings", List.of(0, 1, 2, 3, 4, 5, 6, 10, 11), List.of(3, 4, 5), true),
                        new InputTopic(
                                "shop.requests", List.of(0, 1, 2, 3, 4, 5, 6), List.of(0, 1, 2, 3, 4, 5), false));
    }

    @Test
    void tasksSayHowTheyAreLearned() {
        var tasks = config.features().tasks();
        assertThat(tasks).extracting("name").containsExactly("click", "dwell", "buy", "five_star", "stars", "tenth");
        assertThat(tasks.get(1).loss()).isEqualTo(new Huber(1));
        assertThat(tasks.get(1).transform()).isEqualTo(new LabelTransform.Log1p());
        assertThat(tasks.get(2).weight()).isEqualTo(2);
        assertThat(tasks.get(4).loss()).isEqualTo(new Softmax(6));
        assertThat(tasks.get(5).loss()).isEqualTo(new Huber(0.5));
        assertThat(tasks.get(5).transform()).isEqualTo(new LabelTransform.Divide(10));
        var labels = config.features().labels();
        assertThat(labels.get(3).rule()).isEqualTo(new Rule.Equals(5));
        assertThat(labels.get(4).weightColumn()).isEqualTo(11);
        assertThat(labels.get(5).column()).isEqualTo(labels.get(3).column());
    }

    @Test
    void theModelAndItsRhythmAreRead() {
        var model = config.lane().model();
        assertThat(model.sharing()).isEqualTo(new Sharing.Hard());
        assertThat(model.shared()).containsExactly(128, 64);
        assertThat(model.task()).containsExactly(32);
        assertThat(model.wide()).isTrue();
        assertThat(model.optimiser()).isEqualTo(new Optimiser.AdaGrad(0.05, 1e-8, 0.1 / (256 * 256)));
        assertThat(model.wideOptimiser()).isEqualTo(model.optimiser());
        assertThat(config.lane().batch()).isEqualTo(new BatchSettings(256, 10_000, BatchSettings.Schedule.EACH));
        assertThat(config.lane().duplicatesWindow()).isEqualTo(1_000);
        assertThat(config.lane().snapshotsEvery()).isEqualTo(100_000);
        assertThat(config.checkpointEvery()).isEqualTo(50_000);
    }

    @Test
    void onlyRenamedTopicsHaveOtherNames() {
        assertThat(config.topics().metrics()).isEqualTo("shop.metrics");
        assertThat(config.topics().trainLog()).isEqualTo("thalweg.shop-ranker.train-log");
    }

    @Test
    void clientsGetTheirPropertiesUnchanged() {
        assertThat(config.kafka())
                .containsEntry("bootstrap.servers", "localhost:9092")
                .containsEntry("sasl.jaas.config", "plain password");
        assertThat(config.registry()).containsEntry("url", "http://user:pw@localhost:8081");
    }

    @Test
    void noSecretIsInTheRedactedText() {
        assertThat(config.toString())
                .isEqualTo(config.redacted())
                .doesNotContain("plain password")
                .doesNotContain("pw@")
                .doesNotContain("me:pw")
                .contains("bootstrap.servers: \"localhost:9092\"")
                .contains("sasl.jaas.config: \"(hidden)\"");
    }

    @Test
    void theRedactedTextIsTheSameConfiguration() {
        ThalwegConfig again = parse(config.redacted().replace("\"(hidden)\"", "\"${PW}\""));
        assertThat(again.redacted()).isEqualTo(config.redacted());
        assertThat(again.input()).isEqualTo(config.input());
        assertThat(again.lane()).isEqualTo(config.lane());
        assertThat(again.fingerprint()).isEqualTo(config.fingerprint());
    }

    @Test
    void theFingerprintIsOfTheModelAndNotOfThePlaces() {
        assertThat(parse(SHOP.replace("localhost:9092", "elsewhere:9092").replace("app:", "# a comment\napp:"))
                        .fingerprint())
                .isEqualTo(config.fingerprint());
        assertThat(parse(SHOP.replace("0.05", "0.06")).fingerprint()).isNotEqualTo(config.fingerprint());
    }

    @Test
    void aStoredTextPutsNothingOfThisMachineInPlace() {
        assertThatThrownBy(() -> ThalwegConfig.stored("seed: ${file:/etc/hostname}\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("refers to a variable or a file");
    }

    @Test
    void otherServersTakeThePlaceOfTheFiles() {
        ThalwegConfig moved = config.withServers(Map.of("bootstrap.servers", "here:1"), Map.of("url", "http://here:2"));
        assertThat(moved.kafka())
                .containsEntry("bootstrap.servers", "here:1")
                .containsEntry("sasl.jaas.config", "plain password");
        assertThat(moved.registry()).containsEntry("url", "http://here:2");
    }

    @Test
    void aFileOfFewWordsHasUsableDefaults() {
        ThalwegConfig small = parse("""
                app: small
                time: at
                features: { user: { type: categorical } }
                tasks: { click: { topic: clicks, label: clicked, loss: logistic } }
                """);
        assertThat(small.input().timeRule().unitMillis()).isEqualTo(1_000);
        assertThat(small.lane().duplicatesWindow()).isZero();
        assertThat(small.lane().model().wide()).isTrue();
        assertThat(small.features().buckets()).isEqualTo(1 << 20);
        assertThat(small.kafka()).isEmpty();
    }

    @Test
    void everyOptimiserIsKnown() {
        assertThat(optimiser("sgd")).isEqualTo(new Optimiser.Sgd(0.05));
        assertThat(optimiser("{ type: adagrad, rate: 0.1, epsilon: 1e-6, start: 1 }"))
                .isEqualTo(new Optimiser.AdaGrad(0.1, 1e-6, 1.0 / (256 * 256)));
        assertThat(optimiser("{ type: adam, rate: 0.01 }")).isEqualTo(new Optimiser.Adam(0.01, 0.9, 0.999, 1e-8));
        assertThat(optimiser("{ type: ftrl, rate: 0.1, beta: 1, l1: 0.5, l2: 0.25 }"))
                .isEqualTo(new Optimiser.FtrlProximal(0.1, 1, 0.5, 0.25));
    }

    @Test
    void everyBalanceIsKnown() {
        assertThat(config.lane().model().balance()).isEqualTo(new Fixed());
        assertThat(balance("exponentiated")).isEqualTo(new Exponentiated(0.02, 0.01, 20));
        assertThat(balance("{ type: uncertainty, rate: 0.1, bound: 2 }")).isEqualTo(new Uncertainty(0.1, 2));
        assertThat(balance("{ type: gradnorm, asymmetry: 1.5 }")).isEqualTo(new GradNorm(1.5, 0.01, 10_000));
        assertThat(balance("{ type: dwa, fast: 5, slow: 50 }")).isEqualTo(new Dwa(2, 5, 50));
        assertThat(balance("famo")).isEqualTo(new Famo(1, 0.001, 10_000));
        assertThat(balance("pcgrad")).isEqualTo(new PcGrad(20));
        assertThat(balance("{ type: cagrad, conflict: 0.5 }")).isEqualTo(new CaGrad(0.5, 20));
        assertThat(balance("{ type: mgda, window: 1 }")).isEqualTo(new Mgda(1));
        assertThat(balance("imtl")).isEqualTo(new Imtl(20));
        assertThat(balance("nash")).isEqualTo(new Nash(20));
    }

    @Test
    void aBalanceLooksBackOnAsManyExamplesWhateverTheSizeOfAStep() {
        String small = SHOP.replace("size: 256", "size: 2");
        assertThat(parse(small.replace("{ type: fixed }", "nash"))
                        .lane()
                        .model()
                        .balance())
                .isEqualTo(new Nash(2_560));
        assertThat(parse(small.replace("{ type: fixed }", "{ type: cagrad, window: 9 }"))
                        .lane()
                        .model()
                        .balance())
                .isEqualTo(new CaGrad(0.4, 9));
        assertThat(parse(small.replace("{ type: fixed }", "uncertainty"))
                        .lane()
                        .model()
                        .balance())
                .isEqualTo(new Uncertainty(0.01 / 128, 3));
    }

    private static Balance balance(String block) {
        return parse(SHOP.replace("{ type: fixed }", block)).lane().model().balance();
    }

    @Test
    void theWidePartMayHaveAnOptimiserOfItsOwn() {
        var model = parse(SHOP.replace("sharing: hard", "sharing: hard\n  wide: { type: ftrl, rate: 0.2 }"))
                .lane()
                .model();
        assertThat(model.wide()).isTrue();
        assertThat(model.wideOptimiser()).isEqualTo(new Optimiser.FtrlProximal(0.2, 1, 0, 0));
        assertThat(model.optimiser()).isInstanceOf(Optimiser.AdaGrad.class);
    }

    private static Optimiser optimiser(String block) {
        return parse(SHOP.replace("{ type: adagrad, rate: 0.05 }", block))
                .lane()
                .model()
                .optimiser();
    }

    @Test
    void aWrittenDollarBraceIsNoVariable() {
        assertThat(parse(SHOP.replace("\"localhost:9092\"", "\"a$${b}c\"")).kafka())
                .containsEntry("bootstrap.servers", "a${b}c");
    }
}
