package io.thalweg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thalweg.regularise.Penalty;
import io.thalweg.regularise.Regularisation;
import io.thalweg.regularise.Regularisation.On;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be written at {@code model.regularise} and {@code model.clip}. */
class RegulariseSectionTest {
    private static String shop(String model) {
        return """
            app: shop
            time: at
            features:
              item: { type: categorical }
              past: { type: sequence, of: item, encoder: gru }
            tasks:
              click: { topic: shop, label: clicked, loss: logistic }
              buy: { topic: shop, label: bought, loss: logistic }
            model: { %s }
            """.formatted(model);
    }

    private static Regularisation read(String model) {
        return ThalwegConfig.parse(shop(model), "shop.yaml", Map.of())
                .lane()
                .model()
                .regularisation();
    }

    @Test
    void nobodyPaysUnlessItSaysSo() {
        assertThat(read("wide: true")).isEqualTo(Regularisation.NONE);
    }

    @Test
    void everythingHasItsWord() {
        Map<On, Penalty> expected = new EnumMap<>(On.class);
        expected.put(On.HEADS, new Penalty(0, 0, 0.001));
        expected.put(On.EMBEDDINGS, new Penalty(1e-5, 0.1, 0));
        expected.put(On.LINEAR, new Penalty(1e-5, 0.1, 0));
        expected.put(On.TRUNK, new Penalty(0, 1, 0));
        expected.put(On.ENCODERS, new Penalty(0, 1, 0));
        assertThat(read("clip: 1.5, regularise: [ { on: heads, group: 0.001 },"
                        + " { on: [embeddings, linear], l1: 1e-5, l2: 0.1 }, { on: [trunk, encoders], l2: 1 } ]"))
                .isEqualTo(new Regularisation(expected, 1.5));
    }

    @Test
    void aLoneEntryIsAList() {
        assertThat(read("regularise: { on: heads, l2: 1 }").of(On.HEADS)).contains(new Penalty(0, 1, 0));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("clip: 0", "model.clip must be above 0"),
                Arguments.of("regularise: [ { l2: 1 } ]", "on is missing: what pays: embeddings, linear, encoders"),
                Arguments.of("regularise: [ { on: head, l2: 1 } ]", "(did you mean 'heads'?)"),
                Arguments.of("regularise: [ { on: heads, l3: 1 } ]", "there is no key model.regularise[0].l3"),
                Arguments.of("regularise: [ { on: heads } ]", "needs an l1, l2 or group above 0"),
                Arguments.of("regularise: [ { on: heads, l1: -1 } ]", "l1 must be from 0 to 100.0, got -1.0"),
                Arguments.of("regularise: [ { on: heads, l1: 1, group: 1 } ]", "do not add up in closed form"),
                Arguments.of(
                        "regularise: [ { on: heads, l1: 1 }, { on: heads, l2: 1 } ]", "says 'heads' a second time"),
                Arguments.of("regularise: [ { on: trunk, group: 1 } ]", "trunk do not have one row a task"),
                Arguments.of("regularise: [ { on: embeddings, group: 1 } ]", "they have the same embeddings"),
                Arguments.of(
                        "sharing: mmoe, regularise: [ { on: heads, group: 1 } ]", "their heads do not read the same"),
                Arguments.of("wide: false, regularise: [ { on: linear, l1: 1 } ]", "model.wide is false"),
                Arguments.of(
                        "wide: { type: ftrl }, regularise: [ { on: linear, l1: 1 } ]",
                        "use the l1 and l2 of ftrl itself"),
                Arguments.of(
                        "layers: { shared: [], task: [4] }, regularise: [ { on: trunk, l2: 1 } ]",
                        "model.layers.shared has no layers"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatMakesNoSenseIsRefusedWithTheReason(String model, String reason) {
        List<String> problems =
                catchThrowableOfType(ConfigException.class, () -> read(model)).problems();
        assertThat(problems)
                .anySatisfy(
                        problem -> assertThat(problem).startsWith("line 9: ").contains(reason));
    }

    @Test
    void groupsAreForTasksThatHaveSomethingInCommon() {
        assertThat(read("sharing: independent, regularise: [ { on: embeddings, group: 1 } ]")
                        .of(On.EMBEDDINGS))
                .contains(new Penalty(0, 0, 1));
        assertThat(read("regularise: [ { on: [heads, linear], group: 1 } ]").of(On.HEADS))
                .contains(new Penalty(0, 0, 1));
    }
}
