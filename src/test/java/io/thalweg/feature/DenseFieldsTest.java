package io.thalweg.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.thalweg.encoder.ImageConv;
import io.thalweg.ingest.Column;
import io.thalweg.ingest.Column.Kind;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.InputMap;
import io.thalweg.ingest.InputTopic;
import io.thalweg.ingest.ObservationBuilder;
import io.thalweg.ingest.Reason;
import io.thalweg.ingest.Source;
import io.thalweg.ingest.TimeRule;
import io.thalweg.loss.Logistic;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Arrays of numbers on their way into an example. */
class DenseFieldsTest {
    private static final InputTopic CLICKS = new InputTopic("clicks", List.of(0, 1, 2, 3), List.of(0), true);
    private static final InputMap INPUT = new InputMap(
            List.of(
                    new Column("at", Kind.TIME),
                    new Column("taste", Kind.NUMBERS),
                    new Column("face", Kind.NUMBERS),
                    new Column("clicked", Kind.NUMBER)),
            0,
            -1,
            new TimeRule(1, 0, Long.MAX_VALUE),
            List.of(CLICKS));
    private static final Feature TASTE = new Feature.Vector(new Feature.Numeric("taste", 1, true, false), 3);
    private static final Feature FACE =
            new Feature.Image(new Feature.Numeric("face", 2, false, true), new ImageConv(2, 1, 2, 3, 3, 1));
    private static final FeatureMap MAP = map(FACE, TASTE, new Feature.Numeric("known", 3, false, false));

    private final Extractor extractor = new Extractor(MAP, INPUT);

    private static FeatureMap map(Feature... features) {
        return new FeatureMap(
                List.of(features),
                List.of(new Task("click", new Logistic(), new LabelTransform.Identity(), 1)),
                List.of(new LabelColumn(0, 3, new LabelColumn.Rule.Value(), -1)),
                16);
    }

    private Extracted extract(double[] taste, double[] face) {
        ObservationBuilder builder = new ObservationBuilder(INPUT).begin(CLICKS);
        builder.time(0, 1_000);
        builder.number(3, 1);
        add(builder, 1, taste);
        add(builder, 2, face);
        return extractor.extract(((Decoded.Accepted) builder.build(new Source("clicks", 0, 1))).observation());
    }

    private static void add(ObservationBuilder builder, int column, double[] numbers) {
        if (numbers.length > 0) {
            builder.array(column, numbers.length);
            for (double number : numbers) {
                builder.component(column, number);
            }
        }
    }

    @Test
    void arraysAreLaidOutNumberByNumberInTheOrderOfTheFeatures() {
        Extracted extracted = extract(new double[] {0, Math.E - 1, -7}, new double[] {1, 2, 3, 4});
        float[] numbers = ((Extracted.Accepted) extracted).example().numbers();
        assertThat(MAP.numerics())
                .extracting(Feature::name)
                .containsExactly(
                        "face[0]", "face[1]", "face[2]", "face[3]", "taste[0]", "taste[1]", "taste[2]", "known");
        assertThat(numbers).contains(new float[] {1, 2, 3, 4, 0, 1, 0, 1}, within(1e-6f));
    }

    @Test
    void anArrayThatIsNotThereIsSoManyUnknownNumbers() {
        Extracted extracted = extract(new double[0], new double[] {1, 2, 3, 4});
        float[] numbers = ((Extracted.Accepted) extracted).example().numbers();
        assertThat(numbers).containsExactly(1, 2, 3, 4, Float.NaN, Float.NaN, Float.NaN, 1);
    }

    @Test
    void anArrayOfAnotherLengthIsRefused() {
        assertThat(extract(new double[] {1, 2}, new double[0]))
                .isEqualTo(new Extracted.Rejected(
                        Reason.WRONG_LENGTH, "field 'taste' has 2 numbers; feature 'taste' needs 3"));
        assertThat(extract(new double[] {1, 2, 3}, new double[] {1, 2, 3, 4, 5}))
                .isEqualTo(new Extracted.Rejected(
                        Reason.WRONG_LENGTH, "field 'face' has 5 numbers; feature 'face' needs 4"));
    }

    @Test
    void aNumberThatIsNoneIsRefusedWhileItIsRead() {
        ObservationBuilder builder = new ObservationBuilder(INPUT).begin(CLICKS);
        builder.time(0, 1_000);
        add(builder, 1, new double[] {1, 1e39, 2});
        assertThat(builder.build(new Source("clicks", 0, 1)))
                .isEqualTo(new Decoded.Rejected(
                        Reason.NOT_FINITE,
                        "field 'taste' has 1.0E39 in it; allowed are finite single-precision numbers"));
    }

    @Test
    void aBuilderForgetsTheArraysOfTheLastEvent() {
        ObservationBuilder builder = new ObservationBuilder(INPUT).begin(CLICKS);
        add(builder, 1, new double[] {1, 2, 3});
        builder.begin(CLICKS).time(0, 1_000);
        add(builder, 2, new double[] {4});
        var seen = ((Decoded.Accepted) builder.build(new Source("clicks", 0, 1))).observation();
        assertThat(seen.numberCount(1)).isZero();
        assertThat(seen.number(1, 0)).isNaN();
        assertThat(seen.number(2, 0)).isEqualTo(4);
    }

    @Test
    void noTwoNumbersHaveOneName() {
        assertThatThrownBy(() -> map(TASTE, new Feature.Numeric("taste[1]", 3, false, false)))
                .hasMessage("there are two numbers called 'taste[1]'");
    }

    @Test
    void anotherLengthIsAnotherLayout() {
        FeatureMap shorter = map(new Feature.Vector(new Feature.Numeric("taste", 1, true, false), 2));
        assertThat(shorter.fingerprint()).isNotEqualTo(map(TASTE).fingerprint());
    }
}
