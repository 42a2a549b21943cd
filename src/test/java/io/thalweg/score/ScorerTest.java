package io.thalweg.score;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.feature.Example;
import io.thalweg.feature.Extracted;
import io.thalweg.feature.Extractor;
import io.thalweg.ingest.Column;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.Observation;
import io.thalweg.ingest.ObservationBuilder;
import io.thalweg.ingest.Reason;
import io.thalweg.ingest.Source;
import io.thalweg.lane.Lane;
import io.thalweg.lane.LogRecord;
import io.thalweg.publish.Outputs;
import io.thalweg.publish.Prediction;
import io.thalweg.publish.StoredSnapshot;
import io.thalweg.scenario.Collected;
import io.thalweg.wire.SnapshotFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From fields to scores, beside the way that the stream goes. */
class ScorerTest {
    private static final String SHOP = """
            app: shop
            kafka: { bootstrap.servers: "localhost:1" }
            registry: { url: "http://localhost:1" }
            time: at
            key: id
            features:
              user: { type: categorical }
              item: { type: categorical }
              taste: { type: cross, of: [user, item] }
              hour: { type: categorical, from: at, part: hour }
              price: { type: numeric, transform: [log1p, standardise] }
              seen: { type: count, of: user }
              history: { type: sequence, of: item, length: 3 %s}
              about: { type: vector, length: 2 }
            tasks:
              click: { topic: clicks, label: clicked, loss: logistic }
              dwell: { topic: clicks, label: { field: dwell, transform: [log1p] }, loss: huber }
              stars: { topic: clicks, label: stars, loss: { type: softmax, classes: 3 } }
            model:
              embedding: { buckets: 2^8, dimension: 4 }
              layers: { %s }
              sharing: %s
            batch: { size: 16 }
            duplicates: { window: 10 }
            """;

    private static ThalwegConfig config(String encoder, String layers, String sharing) {
        return ThalwegConfig.parse(SHOP.formatted(encoder, layers, sharing), "shop.yaml", Map.of());
    }

    static ThalwegConfig config() {
        return config("", "shared: [24, 8], task: [4]", "hard");
    }

    /** The same, of an application whose broker and registry are there. */
    static String yaml(String bootstrap, String registry) {
        return SHOP.formatted("", "shared: [24, 8], task: [4]", "hard")
                .replace("http://localhost:1", registry)
                .replace("localhost:1", bootstrap);
    }

    /** Tells an event's fields: those that {@code random} gives it, some not at all. */
    private static void tell(
            ObservationBuilder fields, List<Column> columns, SplittableRandom random, boolean isLabelled) {
        for (int column = 0; column < columns.size(); column++) {
            switch (columns.get(column).field()) {
                case "at" -> fields.time(column, 1_700_000_000_000L + random.nextInt(100_000_000));
                case "id" -> fields.text(column, "event " + random.nextInt(1_000_000));
                case "user" -> fields.text(column, USERS[random.nextInt(USERS.length)]);
                case "item" -> fields.text(column, ITEMS[random.nextInt(ITEMS.length)]);
                case "price" -> maybe(random, fields, column, random.nextInt(1_000));
                case "history" -> history(fields, column, random);
                case "about" -> {
                    fields.array(column, 2);
                    fields.component(column, random.nextDouble());
                    fields.component(column, random.nextDouble());
                }
                case "clicked" -> number(isLabelled, fields, column, random.nextInt(2));
                case "dwell" -> number(isLabelled, fields, column, random.nextInt(100));
                case "stars" -> number(isLabelled, fields, column, random.nextInt(3));
                default -> throw new AssertionError(columns.get(column));
            }
        }
    }

    private static final String[] USERS = {"anna", "béla", "chen", "dora", "emil"};
    private static final String[] ITEMS = {"lamp", "chair", "table"};
    private static final byte[][] HISTORY = {"lamp".getBytes(UTF_8), "chair".getBytes(UTF_8)};

    private static void maybe(SplittableRandom random, ObservationBuilder fields, int column, double value) {
        number(random.nextInt(4) > 0, fields, column, value);
    }

    private static void number(boolean isTold, ObservationBuilder fields, int column, double value) {
        if (isTold) {
            fields.number(column, value);
        }
    }

    private static void history(ObservationBuilder fields, int column, SplittableRandom random) {
        int count = random.nextInt(5);
        fields.sequence(column, count);
        for (int i = 0; i < count; i++) {
            byte[] item = HISTORY[random.nextInt(HISTORY.length)];
            fields.element(column, item, 0, item.length);
        }
    }

    private static Example example(ThalwegConfig config, SplittableRandom random, boolean isLabelled) {
        ObservationBuilder fields = new ObservationBuilder(config.input());
        fields.begin(config.input().topics().get(0));
        tell(fields, config.input().columns(), random, isLabelled);
        Observation observation = ((Decoded.Accepted) fields.build(new Source("clicks", 0, 0))).observation();
        return ((Extracted.Accepted) new Extractor(config.features(), config.input()).extract(observation)).example();
    }

    static StoredSnapshot trained(ThalwegConfig config) {
        return trained(config, 200);
    }

    static StoredSnapshot trained(ThalwegConfig config, int events) {
        Lane lane = new Lane(config.lane());
        var random = new SplittableRandom(1);
        for (int i = 0; i < events; i++) {
            lane.apply(i, 0, new LogRecord.Event(example(config, random, true)), Outputs.NONE);
        }
        return Collected.snapshot(lane);
    }

    private static Scorer scorer(ThalwegConfig config, StoredSnapshot snapshot) {
        return Scorer.of(config.lane(), config.input(), snapshot);
    }

    private static List<Float> ask(Scorer scorer, Desk desk, long seed) {
        tell(desk.ask(), scorer.input().columns(), new SplittableRandom(seed), false);
        assertThat(desk.answer()).isEmpty();
        List<Float> said = new ArrayList<>();
        for (int task = 0; task < scorer.tasks().size(); task++) {
            said.add(desk.score(task));
        }
        return said;
    }

    @Test
    void aDeskSaysWhatTheLearnerSaysOfARequest() {
        ThalwegConfig config = config();
        StoredSnapshot snapshot = trained(config);
        Scorer scorer = scorer(config, snapshot);
        Desk desk = scorer.desk();
        for (int seed = 0; seed < 50; seed++) {
            Collected said = new Collected();
            Lane lane = Lane.ofSnapshot(config.lane(), snapshot);
            Example request = example(config, new SplittableRandom(seed), false);
            lane.apply(lane.nextOffset(), 0, new LogRecord.Event(request), said);
            Prediction prediction = said.predictions().get(0);
            List<Float> expected = new ArrayList<>();
            for (float score : prediction.scores()) {
                expected.add(score);
            }
            assertThat(ask(scorer, desk, seed)).isEqualTo(expected);
            for (int one = 0; one < 3; one++) {
                assertThat(desk.probability(2, one)).isEqualTo(prediction.probabilities()[2][one]);
            }
        }
    }

    @Test
    void desksInManyThreadsSayTheSame() throws Exception {
        ThalwegConfig config = config();
        Scorer scorer = scorer(config, trained(config));
        List<List<Float>> expected = new ArrayList<>();
        Desk one = scorer.desk();
        for (int seed = 0; seed < 500; seed++) {
            expected.add(ask(scorer, one, seed));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<List<List<Float>>>> work = Collections.nCopies(4, () -> {
                Desk desk = scorer.desk();
                List<List<Float>> said = new ArrayList<>();
                for (int seed = 0; seed < 500; seed++) {
                    said.add(ask(scorer, desk, seed));
                }
                return said;
            });
            for (Future<List<List<Float>>> said : threads.invokeAll(work)) {
                assertThat(said.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatCannotBeScoredIsRefusedAsInTheStream() {
        ThalwegConfig config = config();
        Scorer scorer = scorer(config, trained(config));
        Desk desk = scorer.desk();
        List<Float> before = ask(scorer, desk, 1);
        int time = config.input().time();
        desk.ask();
        assertThat(desk.answer())
                .hasValueSatisfying(why -> assertThat(why.reason()).isEqualTo(Reason.BAD_TIME));
        int price = scorer.column("price");
        desk.ask().time(time, 1_700_000_000_000L);
        desk.ask().number(price, Double.NaN);
        assertThat(desk.answer()).hasValueSatisfying(why -> {
            assertThat(why.reason()).isEqualTo(Reason.NOT_FINITE);
            assertThat(why.detail()).contains("'price'");
        });
        assertThat(desk.score(0)).as("not the one before").isNaN();
        ObservationBuilder fields = desk.ask();
        fields.time(time, 1_700_000_000_000L);
        fields.number(price, 1e30);
        assertThat(desk.answer())
                .hasValueSatisfying(why -> assertThat(why.reason()).isEqualTo(Reason.OUT_OF_RANGE));
        fields = desk.ask();
        fields.time(time, 1_700_000_000_000L);
        fields.array(scorer.column("about"), 3);
        fields.component(scorer.column("about"), 1);
        assertThat(desk.answer())
                .hasValueSatisfying(why -> assertThat(why.reason()).isEqualTo(Reason.WRONG_LENGTH));
        assertThat(ask(scorer, desk, 1)).isEqualTo(before);
    }

    @Test
    void aSnapshotsFileIsAllItTakes(@TempDir Path directory) {
        ThalwegConfig config = config();
        StoredSnapshot snapshot = trained(config);
        SnapshotFile.write(directory.resolve("model.zip"), snapshot);
        Scorer opened = Scorer.open(directory.resolve("model.zip"));
        Scorer scorer = scorer(config, snapshot);
        Desk ofFile = opened.desk();
        Desk desk = scorer.desk();
        for (int seed = 0; seed < 20; seed++) {
            assertThat(ask(opened, ofFile, seed)).isEqualTo(ask(scorer, desk, seed));
        }
        assertThat(opened.manifest()).isEqualTo(snapshot.manifest());
        assertThatThrownBy(() -> opened.column("prise"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'prise'")
                .hasMessageContaining("price");
    }

    /** Whatever the model makes of its features together. */
    @Test
    void whatFieldsDoAddsUpToTheScore() {
        ThalwegConfig config = config();
        Scorer scorer = scorer(config, trained(config));
        Desk desk = scorer.desk();
        for (int seed = 0; seed < 10; seed++) {
            List<Float> scores = ask(scorer, desk, seed);
            List<Explanation> explanations = desk.explain();
            assertThat(explanations).hasSize(scores.size());
            for (Explanation one : explanations) {
                double sum = one.base()
                        + one.parts().stream()
                                .mapToDouble(Explanation.Part::contribution)
                                .sum();
                assertThat(sum).isCloseTo(one.score(), within(1e-6));
                assertThat(one.parts())
                        .extracting(Explanation.Part::field)
                        .contains("user", "item")
                        .doesNotContain("at", "id", "clicked");
            }
            double p = scores.get(0);
            assertThat(explanations.get(0).score()).isCloseTo(StrictMath.log(p / (1 - p)), within(1e-4));
            assertThat(explanations.get(1).score()).isEqualTo(scores.get(1).doubleValue());
            assertThat(ask(scorer, desk, seed)).isEqualTo(scores);
        }
    }

    /** A linear model without crosses: what a field does is what it does alone. */
    @Test
    void withoutInteractionsAFieldDoesTheSameAlone() {
        ThalwegConfig config = ThalwegConfig.parse(
                SHOP.formatted("", "shared: [], task: []", "hard")
                        .replace("  taste: { type: cross, of: [user, item] }\n", "")
                        .replace("  seen: { type: count, of: user }\n", ""),
                "shop.yaml",
                Map.of());
        Scorer scorer = scorer(config, trained(config));
        Desk desk = scorer.desk();
        ObservationBuilder fields = desk.ask();
        fields.time(config.input().time(), 1_700_000_000_000L);
        fields.text(scorer.column("user"), "anna");
        fields.number(scorer.column("price"), 30);
        assertThat(desk.answer()).isEmpty();
        List<Explanation> both = desk.explain();
        fields = desk.ask();
        fields.time(config.input().time(), 1_700_000_000_000L);
        fields.text(scorer.column("user"), "anna");
        assertThat(desk.answer()).isEmpty();
        List<Explanation> alone = desk.explain();
        assertThat(both.get(0).base()).isEqualTo(alone.get(0).base());
        assertThat(contribution(both.get(0), "user"))
                .isCloseTo(contribution(alone.get(0), "user"), within(1e-5))
                .isNotZero();
        assertThat(alone.get(0).score() - alone.get(0).base())
                .isCloseTo(contribution(alone.get(0), "user"), within(1e-9));
    }

    private static double contribution(Explanation explanation, String field) {
        return explanation.parts().stream()
                .filter(part -> part.field().equals(field))
                .mapToDouble(Explanation.Part::contribution)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"independent", "hard", "{ type: mmoe, experts: 3 }", "attention", "cross-stitch"})
    void nothingIsAllocatedForAScore(String sharing) {
        ThalwegConfig config = config("", "shared: [24, 8], task: [4]", sharing);
        assertThat(bytesPerScore(config)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {", encoder: gru", ", encoder: conv", ", encoder: { type: attention }"})
    void norWithAnEncoder(String encoder) {
        assertThat(bytesPerScore(config(encoder, "shared: [24, 8]", "hard"))).isZero();
    }

    @Test
    void norWithALinearModel() {
        assertThat(bytesPerScore(config("", "shared: [], task: []", "hard"))).isZero();
    }

    /** Whole ones, so that what the virtual machine does by itself now and then does not count. */
    private static long bytesPerScore(ThalwegConfig config) {
        Scorer scorer = scorer(config, trained(config));
        Desk desk = scorer.desk();
        List<Column> columns = config.input().columns();
        int warm = 30_000;
        int rounds = 20_000;
        run(desk, columns, warm);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        run(desk, columns, rounds);
        return (threads.getCurrentThreadAllocatedBytes() - before) / rounds;
    }

    private static void run(Desk desk, List<Column> columns, int rounds) {
        int at = 0;
        int user = 0;
        int item = 0;
        int price = 0;
        for (int column = 0; column < columns.size(); column++) {
            switch (columns.get(column).field()) {
                case "at" -> at = column;
                case "user" -> user = column;
                case "item" -> item = column;
                case "price" -> price = column;
                default -> {}
            }
        }
        for (int i = 0; i < rounds; i++) {
            ObservationBuilder fields = desk.ask();
            fields.time(at, 1_700_000_000_000L + i);
            fields.text(user, USERS[0]);
            fields.text(item, ITEMS[i % ITEMS.length]);
            fields.number(price, i);
            if (desk.answer().isPresent()) {
                throw new AssertionError(desk.answer());
            }
        }
    }
}
