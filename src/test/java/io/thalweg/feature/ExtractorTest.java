package io.thalweg.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.thalweg.ingest.Column;
import io.thalweg.ingest.Column.Kind;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.Observation;
import io.thalweg.ingest.ObservationBuilder;
import io.thalweg.ingest.Reason;
import io.thalweg.ingest.Source;
import io.thalweg.ingest.TimeRule;
import io.thalweg.loss.Logistic;
import io.thalweg.loss.Squared;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an observation becomes. */
class ExtractorTest {
    private static final int TIME = 0;
    private static final int KEY = 1;
    private static final int USER = 2;
    private static final int ITEM = 3;
    private static final int PRICE = 4;
    private static final int HISTORY = 5;
    private static final int CLICKED = 6;
    private static final int DWELL = 7;
    private static final int RATING = 8;
    private static final int WEIGHT = 9;
    private static final long NOON = 1_700_000_000_000L - 1_700_000_000_000L % 86_400_000L + 12 * 3_600_000L;

    private static final Feature.Category USERS = new Feature.Category("user", USER, 8);
    private static final Feature.Category ITEMS = new Feature.Category("item", ITEM, 8);
    private static final Feature.TimePart HOURS = new Feature.TimePart("hour", TIME, Feature.Part.HOUR, 8);
    private static final InputTopic CLICKS = new InputTopic("clicks", List.of(0, 1, 2, 3, 4, 5, 6), List.of(0), true);
    private static final InputTopic VISITS =
            new InputTopic("visits", List.of(0, 1, 2, 3, 4, 5, 7, 8, 9), List.of(1, 2), true);
    private static final InputTopic REQUESTS =
            new InputTopic("requests", List.of(0, 1, 2, 3, 4, 5), List.of(0, 1, 2), false);
    private static final InputMap INPUT = new InputMap(
            List.of(
                    new Column("at", Kind.TIME),
                    new Column("id", Kind.TEXT),
                    new Column("user", Kind.TEXT),
                    new Column("item", Kind.TEXT),
                    new Column("price", Kind.NUMBER),
                    new Column("history", Kind.TEXTS),
                    new Column("clicked", Kind.NUMBER),
                    new Column("dwell_s", Kind.NUMBER),
                    new Column("rating", Kind.NUMBER),
                    new Column("weight", Kind.NUMBER)),
            TIME,
            KEY,
            new TimeRule(1, 0, Long.MAX_VALUE),
            List.of(CLICKS, VISITS, REQUESTS));
    private static final List<Task> TASKS = List.of(
            new Task("click", new Logistic(), new LabelTransform.Identity(), 1),
            new Task("dwell", new Squared(), new LabelTransform.Log1p(), 1),
            new Task("five_star", new Logistic(), new LabelTransform.Identity(), 1));
    private static final List<LabelColumn> LABELS = List.of(
            new LabelColumn(0, CLICKED, new LabelColumn.Rule.Value(), -1),
            new LabelColumn(1, DWELL, new LabelColumn.Rule.Value(), WEIGHT),
            new LabelColumn(2, RATING, new LabelColumn.Rule.Equals(5), -1));
    private static final FeatureMap MAP = map(1 << 16);
    private static final int[] GOLDEN = {40121, 40736, 35640, 4065, 2072}; // by MurmurHash64A written down in Python

    private final Extractor extractor = new Extractor(MAP, INPUT);

    private static FeatureMap map(int buckets) {
        return new FeatureMap(
                List.of(
                        USERS,
                        ITEMS,
                        HOURS,
                        new Feature.Cross("user_x_hour", List.of(USERS, HOURS), 8),
                        new Feature.Cross("hour_x_user", List.of(HOURS, USERS), 8),
                        new Feature.Sequence("history", HISTORY, "item", 3, 8),
                        new Feature.Numeric("price", PRICE, true, true),
                        new Feature.Numeric("raw", PRICE, false, false)),
                TASKS,
                LABELS,
                buckets);
    }

    private static Observation observe(InputTopic topic, Consumer<ObservationBuilder> fields) {
        ObservationBuilder builder = new ObservationBuilder(INPUT).begin(topic);
        builder.time(TIME, NOON);
        fields.accept(builder);
        return ((Decoded.Accepted) builder.build(new Source(topic.name(), 0, 7))).observation();
    }

    private Example accepted(InputTopic topic, Consumer<ObservationBuilder> fields) {
        return ((Extracted.Accepted) extractor.extract(observe(topic, fields))).example();
    }

    private Extracted.Rejected rejected(Consumer<ObservationBuilder> fields) {
        return (Extracted.Rejected) extractor.extract(observe(VISITS, fields));
    }

    private int[] categories(Consumer<ObservationBuilder> fields) {
        return accepted(CLICKS, fields).categories();
    }

    @Test
    void anExampleSaysWhereItComesFrom() {
        Example example = accepted(CLICKS, event -> event.text(KEY, "é1"));
        assertThat(example.layout()).isEqualTo(MAP.fingerprint());
        assertThat(example.key()).isEqualTo("é1".getBytes(StandardCharsets.UTF_8));
        assertThat(example.time()).isEqualTo(NOON);
        assertThat(example.source()).isEqualTo(new Source("clicks", 0, 7));
    }

    @Test
    void equalValuesOfOneFeatureShareABucketAndOfTwoFeaturesDoNot() {
        int[] one = categories(event -> {
            event.text(USER, "anna");
            event.text(ITEM, "anna");
        });
        int[] other = categories(event -> event.text(USER, "anna"));
        assertThat(one[0]).isEqualTo(other[0]).isNotEqualTo(one[1]);
        assertThat(one[1]).isNotEqualTo(other[1]);
    }

    @Test
    void aRateHasTheBucketOfItsKeyForANumber() {
        FeatureMap map = new FeatureMap(
                List.of(
                        new Feature.Rate("of_user", List.of(USERS), "click", 4),
                        new Feature.Numeric("price", PRICE, false, true),
                        new Feature.Rate("again", List.of(USERS, ITEMS), "dwell", 4)),
                TASKS,
                LABELS,
                1 << 28);
        Observation event = observe(CLICKS, fields -> {
            fields.text(USER, "anna");
            fields.text(ITEM, "book");
            fields.number(PRICE, 2.5);
        });
        float[] numbers = ((Extracted.Accepted) new Extractor(map, INPUT).extract(event))
                .example()
                .numbers();
        FeatureMap crossed = new FeatureMap(
                List.of(USERS, new Feature.Cross("again", List.of(USERS, ITEMS), 8)), TASKS, LABELS, 1 << 24);
        int[] buckets = ((Extracted.Accepted) new Extractor(crossed, INPUT).extract(event))
                .example()
                .categories();
        assertThat(numbers).as("below 2^24, so that they are exact").containsExactly(buckets[0], 2.5f, buckets[1]);
    }

    @Test
    void nothingHasABucketOfItsOwn() {
        int[] nothing = categories(event -> {});
        int[] empty = categories(event -> event.text(USER, ""));
        assertThat(nothing[0]).isNotEqualTo(empty[0]);
        assertThat(nothing[0]).isNotEqualTo(nothing[1]);
    }

    @Test
    void bucketsStayTheSameForEver() {
        int[] buckets = categories(event -> {
            event.text(USER, "anna");
            event.text(ITEM, "a somewhat longer item 0815");
        });
        assertThat(buckets).containsExactly(GOLDEN);
    }

    @Test
    void aCrossIsOfItsPartsInTheirOrder() {
        int[] anna = categories(event -> event.text(USER, "anna"));
        int[] bert = categories(event -> event.text(USER, "bert"));
        int[] later = categories(event -> {
            event.text(USER, "anna");
            event.time(TIME, NOON + 3_600_000);
        });
        assertThat(anna[3]).isNotEqualTo(bert[3]).isNotEqualTo(later[3]).isNotEqualTo(anna[4]);
        assertThat(later[2]).isNotEqualTo(anna[2]);
    }

    @Test
    void bucketsAreSpreadLikeDraws() {
        Extractor small = new Extractor(map(1 << 12), INPUT);
        int values = 4_096;
        long used = IntStream.range(0, values)
                .mapToObj(i -> observe(CLICKS, event -> event.text(USER, Integer.toString(i))))
                .mapToInt(event ->
                        ((Extracted.Accepted) small.extract(event)).example().categories()[0])
                .distinct()
                .count();
        assertThat((double) used / values).isBetween(0.60, 0.66); // 1 - 1/e = 0.632
    }

    @Test
    void aSequenceKeepsItsLastTextsInTheRowsOfItsVocabulary() {
        Example example = accepted(CLICKS, event -> {
            event.text(ITEM, "c");
            event.sequence(HISTORY, 4);
            for (String text : List.of("a", "b", "c", "d")) {
                event.element(HISTORY, text.getBytes(StandardCharsets.UTF_8), 0, 1);
            }
        });
        assertThat(example.sequences()[0]).hasSize(3);
        assertThat(example.sequences()[0][1]).isEqualTo(example.categories()[1]);
        assertThat(accepted(CLICKS, event -> {}).sequences()[0]).isEmpty();
    }

    @Test
    void log1pIsOfWhatIsAboveNothing() {
        assertThat(accepted(CLICKS, event -> event.number(PRICE, 10)).numbers())
                .containsExactly((float) StrictMath.log1p(10), 10);
        assertThat(accepted(CLICKS, event -> event.number(PRICE, -3)).numbers()).containsExactly(0, -3);
        assertThat(accepted(CLICKS, event -> {}).numbers()).containsExactly(Float.NaN, Float.NaN);
    }

    /** Whatever is made of it later; what no 64-bit integer can be. */
    @Test
    void aNumberThatNothingCountsIsRefusedAndAnyThatAComputerCountsIsNot() {
        for (double absurd : new double[] {1e30, -1e30, 0x1.000002p64, -3e38}) {
            assertThat(rejected(event -> event.number(PRICE, absurd))).satisfies(rejected -> {
                assertThat(rejected.reason()).isEqualTo(Reason.OUT_OF_RANGE);
                assertThat(rejected.detail()).contains("feature '", "from -2^64 to 2^64", "larger unit");
            });
        }
        Admission admission = new Admission(MAP);
        for (double large : new double[] {0x1p64, -0x1p64, Long.MAX_VALUE, Long.MIN_VALUE, 1.7e18}) {
            Example example = accepted(CLICKS, event -> {
                event.number(PRICE, large);
                event.number(CLICKED, 1);
            });
            assertThat(admission.complaint(example)).isEmpty();
        }
    }

    @Test
    void labelsAreThoseOfTheTopicsTasks() {
        Example example = accepted(VISITS, event -> {
            event.number(DWELL, 30);
            event.number(RATING, 5);
        });
        assertThat(example.tasks()).containsExactly(1, 2);
        assertThat(example.labels()).containsExactly(30, 1);
        assertThat(example.weights()).containsExactly(1, 1);
        assertThat(accepted(CLICKS, event -> event.number(CLICKED, 0)).weights())
                .isEmpty();
    }

    @Test
    void anUnknownLabelIsNotZero() {
        Example example = accepted(VISITS, event -> event.number(RATING, 4));
        assertThat(example.labels()).containsExactly(Float.NaN, 0);
        assertThat(example.isRequest()).isFalse();
    }

    @Test
    void anEventWithoutAnyLabelIsARequest() {
        assertThat(accepted(VISITS, event -> event.number(WEIGHT, -1)).isRequest())
                .isTrue();
        Example request = accepted(REQUESTS, event -> {});
        assertThat(request.isRequest()).isTrue();
        assertThat(request.tasks()).containsExactly(0, 1, 2);
    }

    @Test
    void aWeightIsRead() {
        assertThat(accepted(VISITS, event -> {
                            event.number(DWELL, 1);
                            event.number(WEIGHT, 2.5);
                        })
                        .weights())
                .containsExactly(2.5f, 1);
    }

    @Test
    void aLabelThatNobodyCanLearnFromIsRefusedWithTheReason() {
        var loss = (Extracted.Rejected) extractor.extract(observe(CLICKS, event -> event.number(CLICKED, 2)));
        assertThat(loss.reason()).isEqualTo(Reason.BAD_LABEL);
        assertThat(loss.detail())
                .isEqualTo("field 'clicked' is 2.0, which task 'click' cannot learn from: a logistic label must be 0 or"
                        + " 1, got 2.0");
        assertThat(rejected(event -> event.number(DWELL, -5)).detail())
                .isEqualTo("field 'dwell_s' is -5.0, which task 'dwell' cannot learn from: its transform has no finite"
                        + " value there");
        assertThat(rejected(event -> {
                            event.number(DWELL, 5);
                            event.number(WEIGHT, -1);
                        })
                        .detail())
                .isEqualTo("field 'weight' is -1.0, which task 'dwell' cannot learn from: a weight must be from 0 to"
                        + " 1000000");
    }

    @Test
    void aHugeLearnedLabelIsRefused() {
        FeatureMap plain = new FeatureMap(
                MAP.features(),
                List.of(TASKS.get(0), new Task("dwell", new Squared(), new LabelTransform.Identity(), 1), TASKS.get(2)),
                LABELS,
                16);
        Observation huge = observe(VISITS, event -> event.number(DWELL, 1e7));
        assertThat(((Extracted.Rejected) new Extractor(plain, INPUT).extract(huge)).detail())
                .endsWith("a learned label must be from -1000000 to 1000000, got 1.0E7");
    }

    @Test
    void extractingIsAFunctionOfTheObservationAlone() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 100; i++) {
            String user = Long.toString(random.nextLong(50));
            Observation event = observe(CLICKS, builder -> builder.text(USER, user));
            Example first = ((Extracted.Accepted) extractor.extract(event)).example();
            Example again = ((Extracted.Accepted) new Extractor(MAP, INPUT).extract(event)).example();
            assertThat(again.categories()).as("user %s, seed 7", user).isEqualTo(first.categories());
        }
    }
}
