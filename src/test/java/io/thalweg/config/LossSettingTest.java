package io.thalweg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thalweg.loss.Focal;
import io.thalweg.loss.Hinge;
import io.thalweg.loss.Huber;
import io.thalweg.loss.Logistic;
import io.thalweg.loss.Loss;
import io.thalweg.loss.Poisson;
import io.thalweg.loss.Quantile;
import io.thalweg.loss.Softmax;
import io.thalweg.loss.Squared;
import io.thalweg.loss.ZeroInflatedLogNormal;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LossSettingTest {
    private static ThalwegConfig config(String label, String loss) {
        return ThalwegConfig.parse("""
                app: shop
                time: at
                features:
                  user: { type: categorical }
                tasks:
                  spend: { topic: visits, label: %s, loss: %s }
                """.formatted(label, loss), "shop.yaml", Map.of());
    }

    private static Task task(String label, String loss) {
        return config(label, loss).features().tasks().get(0);
    }

    private static List<String> complaints(String label, String loss) {
        return catchThrowableOfType(ConfigException.class, () -> config(label, loss))
                .problems();
    }

    static Stream<Arguments> words() {
        return Stream.of(
                Arguments.of("logistic", new Logistic()),
                Arguments.of("{ type: softmax, classes: 3 }", new Softmax(3)),
                Arguments.of("focal", new Focal(2)),
                Arguments.of("{ type: focal, gamma: 0.5 }", new Focal(0.5)),
                Arguments.of("hinge", new Hinge()),
                Arguments.of("squared", new Squared()),
                Arguments.of("huber", new Huber(1)),
                Arguments.of("{ type: huber, delta: 3 }", new Huber(3)),
                Arguments.of("{ type: quantile, quantile: 0.9 }", new Quantile(0.9)),
                Arguments.of("poisson", new Poisson()),
                Arguments.of("zero-inflated-log-normal", new ZeroInflatedLogNormal()));
    }

    @ParameterizedTest
    @MethodSource("words")
    void aLossIsCalledAsTheFieldCallsIt(String word, Loss loss) {
        assertThat(task("amount", word).loss()).isEqualTo(loss);
    }

    @Test
    void everyLossHasAWord() {
        assertThat(words().<Class<?>>map(word -> word.get()[1].getClass()).distinct())
                .containsExactlyInAnyOrder(Loss.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "quantile | loss needs the quantile: { type: quantile, quantile: 0.9 } for what 9 of 10 labels do not exceed,"
                        + " 0.5 for the median",
                "{ type: quantile, quantile: 90 } | loss: a quantile must be from 0.001 to 0.999, got 90.0",
                "{ type: quantile, quantile: high } | loss.quantile must be a number, got 'high'",
                "{ type: focal, gamma: -1 } | loss: focal gamma must be from 0 to 10, got -1.0",
                "pinball | loss is 'pinball'; allowed in this version: logistic, softmax, focal, hinge, squared, huber,"
                        + " quantile, poisson, zero-inflated-log-normal",
            })
    void aWrongSettingIsToldWhatIsRight(String loss, String complaint) {
        assertThat(complaints("amount", loss)).containsExactly("line 6: tasks.spend." + complaint);
    }

    @Test
    void aSettingOfAnotherLossIsNone() {
        assertThat(complaints("amount", "{ type: quantile, quantile: 0.9, gamma: 2 }"))
                .containsExactly("line 6: there is no key tasks.spend.loss.gamma; allowed in tasks.spend.loss: type,"
                        + " quantile");
    }

    @ParameterizedTest
    @CsvSource({"poisson", "zero-inflated-log-normal"})
    void theLogarithmIsNotTakenTwice(String loss) {
        assertThat(complaints("{ field: amount, transform: [log1p] }", loss))
                .containsExactly("line 6: tasks.spend.label.transform is log1p, but this loss takes the logarithm"
                        + " itself, and predicts the mean of the label, which cannot be told from that of its"
                        + " logarithm: remove the transform, or take squared or huber");
        assertThat(task("{ field: amount, transform: { divide: 100 } }", loss).transform())
                .as("the mean of a hundredth is a hundredth of the mean")
                .isEqualTo(new LabelTransform.Divide(100));
    }

    /** The quantile of a logarithm is the logarithm of the quantile. */
    @Test
    void aQuantileMayBeThatOfALogarithm() {
        assertThat(task("{ field: amount, transform: log1p }", "{ type: quantile, quantile: 0.5 }")
                        .transform())
                .isEqualTo(new LabelTransform.Log1p());
    }

    @ParameterizedTest
    @CsvSource({"logistic", "focal", "hinge"})
    void aClassHasNoSize(String loss) {
        assertThat(complaints("{ field: amount, above: 0, transform: { divide: 2 } }", loss))
                .containsExactly("line 6: tasks.spend.label.transform cannot be combined with a loss for classes; a"
                        + " class has no size: remove the transform");
        assertThat(task("{ field: amount, above: 0 }", loss).loss().isClassification())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{ type: quantile, quantile: 0.9 }", "zero-inflated-log-normal"})
    void whatIsOneOrNoneHasNoSizeEither(String loss) {
        assertThat(complaints("{ field: amount, above: 0 }", loss))
                .containsExactly("line 6: tasks.spend.label makes labels that are 0 or 1, and this loss is for sizes:"
                        + " remove the rule, or take logistic");
    }
}
