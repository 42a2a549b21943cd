package io.thalweg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thalweg.task.After;
import io.thalweg.task.After.Gradient;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be written at {@code tasks.NAME.after}. */
class AfterSectionTest {
    private static String shop(String after, String layers) {
        return """
            app: shop
            time: at
            features: { user: { type: categorical } }
            tasks:
              pay: { topic: shop, label: paid, loss: logistic, after: %s }
              click: { topic: shop, label: clicked, loss: logistic }
              dwell: { topic: shop, label: dwell_s, loss: huber }
              like: { topic: shop, label: liked, loss: { type: focal, gamma: 2 }, after: click }
            model: { layers: %s }
            """.formatted(after, layers);
    }

    private static List<String> complaints(String after, String layers) {
        return catchThrowableOfType(
                        ConfigException.class, () -> ThalwegConfig.parse(shop(after, layers), "shop.yaml", Map.of()))
                .problems();
    }

    static Stream<Arguments> words() {
        return Stream.of(
                Arguments.of("click", List.of(new After.Passing("click", Gradient.FULL))),
                Arguments.of("{ task: click }", List.of(new After.Passing("click", Gradient.FULL))),
                Arguments.of(
                        "{ task: click, by: passing, gradient: stop }",
                        List.of(new After.Passing("click", Gradient.STOP))),
                Arguments.of(
                        "[click, { task: dwell, gradient: full }]",
                        List.of(new After.Passing("click", Gradient.FULL), new After.Passing("dwell", Gradient.FULL))),
                Arguments.of("{ task: click, by: product }", List.of(new After.Product("click"))),
                Arguments.of(
                        "{ task: click, by: attention }", List.of(new After.Attention("click", Gradient.FULL, 0.6))),
                Arguments.of(
                        "{ task: dwell, by: attention, gradient: stop, calibrator: 0 }",
                        List.of(new After.Attention("dwell", Gradient.STOP, 0))),
                Arguments.of(
                        "[{ task: click, by: product }, click]",
                        List.of(new After.Product("click"), new After.Passing("click", Gradient.FULL))));
    }

    @ParameterizedTest
    @MethodSource("words")
    void everyWayCanBeWritten(String after, List<After> expected) {
        ThalwegConfig config = ThalwegConfig.parse(shop(after, "{ task: [4] }"), "shop.yaml", Map.of());
        assertThat(config.features().tasks().get(0).after()).isEqualTo(expected);
        assertThat(ThalwegConfig.lane(config.lane().configuration()).map().tasks())
                .isEqualTo(config.features().tasks());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            clik   | tasks.pay.after is after 'clik', but there is no such task (did you mean 'click'?); there are pay, click, dwell, like
            pay    | tasks.pay.after is the task itself; it can only come after others: remove it
            [click, click] | tasks.pay: tasks.pay.after has 'click' twice by the same; keep one
            { task: click, by: produkt } | tasks.pay.after.by is 'produkt'; allowed in this version: passing, product, attention (did you mean 'product'?)
            { by: product } | tasks.pay.after.task is missing: the earlier task
            { task: click, by: product, gradient: stop } | there is no key tasks.pay.after.gradient; allowed in tasks.pay.after: task, by
            { task: click, gradient: half } | tasks.pay.after.gradient is 'half'; allowed in this version: full, stop
            { task: click, by: attention, calibrator: -1 } | tasks.pay.after: calibrator must be from 0 to 100, got -1.0
            { task: dwell, by: product } | tasks.pay.after multiplies chances, and the loss of 'dwell' is Huber[delta=1.0] (value), whose score is no log-odds; take logistic there, or another 'by'
            { task: like, by: product } | tasks.pay.after multiplies chances, and the loss of 'like' is Focal[gamma=2.0] (probability), whose score is no log-odds; take logistic there, or another 'by'
            { task: dwell, by: attention } | tasks.pay.after calibrates chances, and the loss of 'dwell' is Huber[delta=1.0] (value), whose score is no log-odds; take logistic there, or set calibrator to 0
            [{ task: click, by: product }, { task: click, by: attention }] | tasks.pay.after[1] calibrates against 'click', and by the product the chance is below that one's anyway; set calibrator to 0
            """)
    void whatMakesNoSenseIsRefusedWithTheReason(String after, String message) {
        List<String> complaints = complaints(after, "{ task: [4] }");
        assertThat(complaints.get(0)).isIn("line 5: " + message, "line 5: " + message.replace("tasks.pay: ", ""));
    }

    @Test
    void withoutLayersThereIsNothingToPass() {
        String linear = "{ shared: [], task: [] }";
        assertThat(complaints("click", linear))
                .contains("line 5: tasks.pay.after reads what the head of 'click' makes, and there are no model.layers"
                        + " to make anything: add some, or take by: product");
        String product = shop("{ task: click, by: product }", linear).replace(", after: click", "");
        assertThat(ThalwegConfig.parse(product, "shop.yaml", Map.of())
                        .lane()
                        .model()
                        .isLinear())
                .isTrue();
    }

    @Test
    void whatMovesEachTaskByItselfCannotHoldThem() {
        String auto = "{ task: [4] }, sharing: { type: auto, candidates: [hard, independent] }";
        assertThat(complaints("{ task: click, by: product }", auto))
                .contains("line 5: tasks.pay.after joins 'pay' and 'click', and model.sharing is auto, which moves each"
                        + " task to another network by itself; take one sharing for all");
    }

    @Test
    void aCircleIsShown() {
        String circle = shop("like", "{ task: [4] }")
                .replace("loss: huber }", "loss: huber, after: pay }")
                .replace("after: click", "after: dwell");
        assertThat(catchThrowableOfType(ConfigException.class, () -> ThalwegConfig.parse(circle, "shop.yaml", Map.of()))
                        .problems())
                .containsExactly(
                        "line 5: tasks.dwell.after goes in a circle: pay after like after dwell after pay; each of"
                                + " them would have to be known before the others");
    }
}
