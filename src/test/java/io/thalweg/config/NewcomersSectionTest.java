package io.thalweg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thalweg.sharing.Newcomers;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be written at {@code model.newcomers}. */
class NewcomersSectionTest {
    private static String shop(String newcomers, String shared) {
        return """
            app: shop
            time: at
            features: { user: { type: categorical } }
            tasks: { click: { topic: shop, label: clicked, loss: logistic } }
            model: { newcomers: %s, layers: { shared: %s } }
            """.formatted(newcomers, shared);
    }

    static Stream<Arguments> words() {
        return Stream.of(
                Arguments.of("fresh", new Newcomers.Fresh()),
                Arguments.of("reptile", new Newcomers.Reptile(10, 0.1)),
                Arguments.of("{ type: reptile, every: 3, rate: 1 }", new Newcomers.Reptile(3, 1)),
                Arguments.of("maml", new Newcomers.Maml(5, 1)),
                Arguments.of("{ type: maml, steps: 3, rate-multiple: 0.5 }", new Newcomers.Maml(3, 0.5)),
                Arguments.of("nearest", new Newcomers.Nearest(100)),
                Arguments.of("{ type: nearest, labels: 7 }", new Newcomers.Nearest(7)));
    }

    @ParameterizedTest
    @MethodSource("words")
    void everyBeginningCanBeWritten(String newcomers, Newcomers expected) {
        ThalwegConfig config = ThalwegConfig.parse(shop(newcomers, "[8]"), "shop.yaml", Map.of());
        assertThat(config.lane().model().newcomers()).isEqualTo(expected);
        assertThat(ThalwegConfig.lane(config.lane().configuration()).model().newcomers())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            reptil | [8] | model.newcomers is 'reptil'; allowed in this version: fresh, reptile, maml, nearest (did you mean 'reptile'?)
            { type: reptile, rate: 2 } | [8] | model.newcomers: rate must be in (0, 1], got 2.0
            { type: maml, rate-multiple: 0 } | [8] | model.newcomers: rate-multiple must be in (0, 100], got 0.0
            maml | [] | model.newcomers is maml, which learns where the tasks' own layers begin, and there are no model.layers: add some, or take nearest
            { type: nearest, every: 2 } | [8] | there is no key model.newcomers.every; allowed in model.newcomers: type, labels
            reptile | [] | model.newcomers is reptile, which learns where the tasks' own layers begin, and there are no model.layers: add some, or take nearest
            reptile, sharing: kernel | [8] | model.newcomers is reptile, which learns where heads begin, and model.sharing makes them of one another or of a shared one: take nearest
            """)
    void whatMakesNoSenseIsRefusedWithTheReason(String newcomers, String shared, String message) {
        ConfigException refused = catchThrowableOfType(
                ConfigException.class, () -> ThalwegConfig.parse(shop(newcomers, shared), "shop.yaml", Map.of()));
        assertThat(refused.problems()).containsExactly("line 5: " + message);
    }
}
