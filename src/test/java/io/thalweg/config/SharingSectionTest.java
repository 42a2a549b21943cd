package io.thalweg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thalweg.sharing.Attention;
import io.thalweg.sharing.Auto;
import io.thalweg.sharing.CrossStitch;
import io.thalweg.sharing.Hierarchical;
import io.thalweg.sharing.Kernel;
import io.thalweg.sharing.Ple;
import io.thalweg.sharing.Relation;
import io.thalweg.sharing.Sharing;
import io.thalweg.sharing.Sluice;
import io.thalweg.sharing.Soft;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be written at {@code model.sharing}. */
class SharingSectionTest {
    private static final String SHOP = """
            app: shop
            time: at
            features: { user: { type: categorical } }
            tasks:
              click: { topic: shop, label: clicked, loss: logistic }
              dwell: { topic: shop, label: dwell_s, loss: squared }
              buy: { topic: shop, label: bought, loss: logistic }
            """;

    private static String model(String sharing, String shared) {
        String task = sharing.contains("relation") || sharing.contains("kernel") ? "[]" : "[4]";
        return "%smodel: { sharing: %s, layers: { shared: %s, task: %s } }%n".formatted(SHOP, sharing, shared, task);
    }

    private static List<String> complaints(String sharing, String shared) {
        return complaintsOf(model(sharing, shared));
    }

    private static List<String> complaintsOf(String file) {
        return catchThrowableOfType(ConfigException.class, () -> ThalwegConfig.parse(file, "shop.yaml", Map.of()))
                .problems();
    }

    static Stream<Arguments> words() {
        return Stream.of(
                Arguments.of("independent", new Sharing.Independent()),
                Arguments.of("hard", new Sharing.Hard()),
                Arguments.of("mmoe", new Sharing.Mmoe(4)),
                Arguments.of("{ type: mmoe, experts: 6 }", new Sharing.Mmoe(6)),
                Arguments.of("cgc", new Ple(1, 1, 2)),
                Arguments.of("{ type: cgc, own-experts: 2, shared-experts: 3 }", new Ple(1, 2, 3)),
                Arguments.of("ple", new Ple(2, 1, 2)),
                Arguments.of("{ type: ple, levels: 3, own-experts: 2, shared-experts: 1 }", new Ple(3, 2, 1)),
                Arguments.of(
                        "{ type: hierarchical, groups: { engagement: [click, dwell], money: buy } }",
                        new Hierarchical(Map.of("engagement", List.of("click", "dwell"), "money", List.of("buy")))),
                Arguments.of("cross-stitch", new CrossStitch(10)),
                Arguments.of("{ type: cross-stitch, rate-multiple: 50 }", new CrossStitch(50)),
                Arguments.of("attention", new Attention(0.1)),
                Arguments.of("{ type: attention, penalty: 0.5 }", new Attention(0.5)),
                Arguments.of("auto", new Auto(List.of(new Sharing.Hard(), new Sharing.Independent()), 0.01)),
                Arguments.of(
                        "{ type: auto, candidates: [{ type: mmoe, experts: 3 }, attention], significance: 0.05 }",
                        new Auto(List.of(new Sharing.Mmoe(3), new Attention(0.1)), 0.05)),
                Arguments.of("sluice", new Sluice(10, 0.01)),
                Arguments.of("{ type: sluice, rate-multiple: 5, penalty: 0 }", new Sluice(5, 0)),
                Arguments.of("soft", new Soft(new Soft.Mean(0.01))),
                Arguments.of("{ type: soft, strength: 0.1 }", new Soft(new Soft.Mean(0.1))),
                Arguments.of("{ type: soft, toward: each-other, strength: 0.1 }", new Soft(new Soft.Pairwise(0.1))),
                Arguments.of("{ type: soft, by: admm }", new Soft(new Soft.Admm(0.01, 0.1, 20, 0.01))),
                Arguments.of(
                        "{ type: soft, toward: mean, by: admm, strength: 1, rho: 2, every: 3, leak: 0 }",
                        new Soft(new Soft.Admm(1, 2, 3, 0))),
                Arguments.of("relation", new Relation(new Relation.Covariance(0.0003, 50, 100))),
                Arguments.of(
                        "{ type: relation, by: covariance, strength: 0.1, every: 2, warm-up: 3 }",
                        new Relation(new Relation.Covariance(0.1, 2, 3))),
                Arguments.of("{ type: relation, by: perceptron }", new Relation(new Relation.Perceptron(1))),
                Arguments.of(
                        "{ type: relation, by: perceptron, coupling: 5 }", new Relation(new Relation.Perceptron(5))),
                Arguments.of("kernel", new Kernel(3, 1)),
                Arguments.of("{ type: kernel, bandwidth: 0.5, mu: 2 }", new Kernel(0.5, 2)),
                Arguments.of("{ type: soft, by: consensus }", new Soft(Soft.Admm.consensus(0.1, 20, 0.01))));
    }

    @ParameterizedTest
    @MethodSource("words")
    void everySharingIsKnown(String words, Sharing sharing) {
        ThalwegConfig config = ThalwegConfig.parse(model(words, "[8]"), "shop.yaml", Map.of());
        assertThat(config.lane().model().sharing()).isEqualTo(sharing);
        assertThat(ThalwegConfig.lane(config.lane().configuration()).model().sharing())
                .as("read again from what a snapshot keeps")
                .isEqualTo(sharing);
    }

    @Test
    void noSharingEscapesTheseWords() {
        assertThat(words().map(one -> (Sharing) one.get()[1])
                        .map(Object::getClass)
                        .distinct())
                .containsExactlyInAnyOrder(Sharing.class.getPermittedSubclasses());
    }

    @Test
    void anAutomaticChoiceIsBetweenSeveralOthers() {
        assertThat(complaints("{ type: auto, candidates: [hard] }", "[8]"))
                .containsExactly("line 8: model.sharing: candidates must be two at least, got [Hard[]]");
        assertThat(complaints("{ type: auto, candidates: [hard, auto] }", "[8]"))
                .containsExactly("line 8: model.sharing: candidates has 'auto' among them; it cannot choose itself");
        assertThat(complaints("{ type: auto, candidates: [hard, hard] }", "[8]"))
                .containsExactly("line 8: model.sharing.candidates has one twice; there would be nothing to choose"
                        + " between them");
        assertThat(complaints("{ type: auto, candidates: [independent, hard] }", "[8]"))
                .containsExactly("line 8: model.sharing: candidates has 'independent' before another one; they go from"
                        + " the one that shares most to the one that shares least, and a task never goes back");
        assertThat(complaints("{ type: auto, candidates: [hard, hadr] }", "[8]"))
                .anyMatch(line -> line.contains("is 'hadr'"));
        assertThat(complaints("{ type: auto, significance: 0 }", "[8]"))
                .containsExactly("line 8: model.sharing: significance must be in (0, 0.5], got 0.0");
        assertThat(complaints("auto", "[]"))
                .containsExactly("line 8: model.layers.shared has no layers for tasks to share by, so there is nothing"
                        + " to choose between; add one, such as [64]");
        assertThat(complaints(
                        "{ type: auto, candidates: [{ type: hierarchical, groups: { one: [click] } }, hard] }", "[8]"))
                .contains("line 8: model.sharing has no group with task 'buy'; every task is in exactly one, add it to"
                        + " one");
    }

    @Test
    void expertsAndLevelsAreCounted() {
        assertThat(complaints("{ type: ple, levels: 1 }", "[8]"))
                .containsExactly("line 8: model.sharing.levels must be a whole number from 2 to 8, got '1'");
        assertThat(complaints("{ type: cgc, own-experts: 0 }", "[8]"))
                .containsExactly("line 8: model.sharing.own-experts must be a whole number from 1 to 32, got '0'");
        assertThat(complaints("{ type: cgc, levels: 2 }", "[8]"))
                .containsExactly("line 8: there is no key model.sharing.levels; allowed in model.sharing: type,"
                        + " own-experts, shared-experts");
    }

    @Test
    void everyTaskIsInExactlyOneGroup() {
        assertThat(complaints("hierarchical", "[8]"))
                .containsExactly("line 8: model.sharing.groups is missing: lists of tasks by name, such as"
                        + " { engagement: [click, dwell] }");
        assertThat(complaints("{ type: hierarchical, groups: { one: [click, dwel] } }", "[8]"))
                .containsExactly(
                        "line 8: model.sharing has a group with task 'dwel', but there is no such task (did you mean"
                                + " 'dwell'?); there are click, dwell, buy",
                        "line 8: model.sharing has no group with task 'dwell'; every task is in exactly one, add it to"
                                + " one",
                        "line 8: model.sharing has no group with task 'buy'; every task is in exactly one, add it to"
                                + " one");
        assertThat(complaints("{ type: hierarchical, groups: { one: [click, dwell], two: [buy, click] } }", "[8]"))
                .containsExactly("line 8: model.sharing: groups has task 'click' twice; every task is in exactly one");
        assertThat(complaints("{ type: hierarchical, groups: [click, dwell, buy] }", "[8]"))
                .contains("line 8: model.sharing.groups must be a block with a key for each group, got a list");
    }

    @Test
    void towersAreDrawnToEachOtherInOneWay() {
        assertThat(complaints("{ type: soft, toward: each-other, by: admm }", "[8]"))
                .containsExactly("line 8: model.sharing.by is admm, whose rounds go by the towers' mean; set toward to"
                        + " mean, or let them go toward each-other by gradient");
        assertThat(complaints("{ type: soft, rho: 1, leak: 0 }", "[8]"))
                .containsExactly(
                        "line 8: model.sharing.rho is for rounds, which only by: admm and consensus have; remove it",
                        "line 8: model.sharing.leak is for rounds, which only by: admm and consensus have; remove it");
        assertThat(complaints("{ type: soft, by: consensus, strength: 1 }", "[8]"))
                .containsExactly(
                        "line 8: model.sharing.strength says how near towers stay, and by consensus they become"
                                + " one; remove it");
        assertThat(complaints("{ type: soft, by: sgd }", "[8]"))
                .containsExactly(
                        "line 8: model.sharing.by is 'sgd'; allowed in this version: gradient, admm, consensus");
        assertThat(complaints("{ type: soft, by: admm, strength: 0 }", "[8]"))
                .containsExactly("line 8: model.sharing: strength must be at least 0.000001, got 0.0");
        assertThat(complaints("{ type: soft, by: admm, leak: 1 }", "[8]"))
                .containsExactly("line 8: model.sharing: leak must be in [0, 1), got 1.0");
        assertThat(complaints("soft", "[]"))
                .containsExactly("line 8: model.layers.shared has no layers for tasks to share by; add one, such as"
                        + " [64], or let them share by 'hard'");
    }

    @Test
    void relationsAreBetweenHeadsThatReadTheSame() {
        assertThat(complaints("{ type: relation, coupling: 1 }", "[8]"))
                .containsExactly("line 8: model.sharing.coupling is for a fixed relation, by perceptron; remove it");
        assertThat(complaints("{ type: relation, by: perceptron, every: 1 }", "[8]"))
                .containsExactly(
                        "line 8: model.sharing.every is for a relation that is learned, by covariance; remove" + " it");
        assertThat(complaintsOf(model("relation", "[8]").replace("task: []", "task: [4]")))
                .containsExactly("line 8: model.layers.task must be empty for model.sharing: relation, got [4]: heads"
                        + " are compared by their weights, which only means something where they read the same; move"
                        + " these layers to model.layers.shared");
        assertThat(complaintsOf(
                        model("relation", "[8]").replace("loss: logistic", "loss: { type: softmax, classes: 3 }")))
                .containsExactly("line 8: model.sharing: relation relates tasks of one score each, of which there must"
                        + " be two at least; let these share by 'hard'");
    }

    @Test
    void aKernelsScoresAreLinearInItsFeatures() {
        assertThat(complaintsOf(model("kernel", "[8]").replace("task: []", "task: [4]")))
                .containsExactly("line 8: model.layers.task must be empty for model.sharing: kernel, got [4]: scores"
                        + " are linear in the kernel's features; layers before them go to model.layers.shared, of which"
                        + " the last one is the kernel's");
        assertThat(complaints("{ type: kernel, bandwidth: 0 }", "[8]"))
                .containsExactly("line 8: model.sharing: bandwidth must be in (0, 10^6], got 0.0");
    }

    @Test
    void alphaCannotRunAwayFromTheRate() {
        assertThat(complaints("{ type: cross-stitch, rate-multiple: 1000 }", "[8]"))
                .containsExactly("line 8: model.sharing: rate-multiple must be in (0, 100], got 1000.0");
    }

    @Test
    void halvesAreOfLayersThatCanBeHalved() {
        assertThat(complaints("sluice", "[8, 6]"))
                .containsExactly("line 8: model.layers.shared must be layers of one width, which is even, for"
                        + " model.sharing: sluice, got [8, 6]");
        assertThat(complaints("sluice", "[7]"))
                .containsExactly("line 8: model.layers.shared must be layers of one width, which is even, for"
                        + " model.sharing: sluice, got [7]");
    }

    @Test
    void whatIsMadeOfSharedLayersNeedsSome() {
        assertThat(complaints("mmoe", "[]"))
                .containsExactly("line 8: model.layers.shared has no layers for tasks to share by; add one, such as"
                        + " [64], or let them share by 'hard'");
        assertThat(ThalwegConfig.parse(model("hard", "[]"), "shop.yaml", Map.of())
                        .lane()
                        .model()
                        .shared())
                .isEmpty();
    }
}
