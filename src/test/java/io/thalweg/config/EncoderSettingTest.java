package io.thalweg.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thalweg.encoder.Conv;
import io.thalweg.encoder.Encoder;
import io.thalweg.encoder.Gru;
import io.thalweg.encoder.ImageConv;
import io.thalweg.encoder.Lstm;
import io.thalweg.encoder.Mean;
import io.thalweg.encoder.TargetAttention;
import io.thalweg.feature.Feature;
import io.thalweg.ingest.Column;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be written at {@code encoder} of a sequence. */
class EncoderSettingTest {
    private static String shop(String sequence, String layers) {
        return """
            app: shop
            time: at
            features:
              item: { type: categorical, embedding: 6 }
              history: { type: sequence, %s }
            tasks:
              click: { topic: shop, label: clicked, loss: logistic }
            model: { layers: { shared: %s } }
            """.formatted(sequence, layers);
    }

    private static Encoder encoder(String setting) {
        String yaml = shop("of: item, encoder: " + setting, "[8]");
        return ThalwegConfig.parse(yaml, "shop.yaml", Map.of())
                .features()
                .sequences()
                .get(0)
                .encoder();
    }

    private static List<String> complaints(String sequence, String layers) {
        return catchThrowableOfType(
                        ConfigException.class, () -> ThalwegConfig.parse(shop(sequence, layers), "shop.yaml", Map.of()))
                .problems();
    }

    static Stream<Arguments> words() {
        return Stream.of(
                Arguments.of("mean", new Mean()),
                Arguments.of("conv", new Conv(6, 3)),
                Arguments.of("{ type: conv, filters: 12, width: 2 }", new Conv(12, 2)),
                Arguments.of("gru", new Gru(6)),
                Arguments.of("{ type: gru, units: 16 }", new Gru(16)),
                Arguments.of("lstm", new Lstm(6)),
                Arguments.of("{ type: lstm, units: 3 }", new Lstm(3)),
                Arguments.of("attention", new TargetAttention(6)),
                Arguments.of("{ type: attention, units: 32 }", new TargetAttention(32)));
    }

    @ParameterizedTest
    @MethodSource("words")
    void everyEncoderHasItsWords(String setting, Encoder encoder) {
        assertThat(encoder(setting)).isEqualTo(encoder);
    }

    static Stream<Arguments> images() {
        return Stream.of(
                Arguments.of("height: 5, width: 6", new ImageConv(5, 6, 1, 8, 3, 2)),
                Arguments.of("height: 1, width: 1, encoder: conv", new ImageConv(1, 1, 1, 8, 3, 1)),
                Arguments.of(
                        "height: 8, width: 8, channels: 3, encoder: { type: conv, filters: 4, width: 5, pool: 4 }",
                        new ImageConv(8, 8, 3, 4, 5, 4)));
    }

    @ParameterizedTest
    @MethodSource("images")
    void anImageHasItsWords(String setting, Encoder encoder) {
        var config = ThalwegConfig.parse(shop("of: item }\n  face: { type: image, " + setting, "[8]"), "x", Map.of());
        assertThat(config.features().numbers())
                .containsExactly(new Feature.Image(
                        new Feature.Numeric(
                                "face", config.features().arrays().get(0).all().column(), false, true),
                        (ImageConv) encoder));
    }

    @Test
    void aVectorIsSoManyNumbersOfAnArray() {
        var config = ThalwegConfig.parse(
                shop("of: item }\n  v: { type: vector, from: taste, length: 2, transform: []", "[]"), "x", Map.of());
        int column = config.features().arrays().get(0).all().column();
        assertThat(config.input().columns().get(column)).isEqualTo(new Column("taste", Column.Kind.NUMBERS));
        assertThat(config.features().numerics())
                .containsExactly(
                        new Feature.Numeric("v[0]", column, false, false),
                        new Feature.Numeric("v[1]", column, false, false));
    }

    @Test
    void noEncoderIsWithoutWords() {
        Stream<Class<?>> spoken = Stream.concat(
                words().map(word -> word.get()[1].getClass()), images().map(word -> word.get()[1].getClass()));
        assertThat(spoken.distinct()).containsExactlyInAnyOrder(Encoder.class.getPermittedSubclasses());
    }

    @Test
    void aSequenceThatSaysNothingIsPooledByItsMean() {
        var config = ThalwegConfig.parse(shop("of: item", "[8]"), "shop.yaml", Map.of());
        assertThat(config.features().sequences().get(0).encoder()).isEqualTo(new Mean());
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("of: item, encoder: grus", "[8]", "features.history.encoder is 'grus'"),
                Arguments.of("of: item, encoder: grus", "[8]", "did you mean 'gru'"),
                Arguments.of(
                        "of: item, encoder: { type: gru, filters: 3 }", "[8]", "no key features.history.encoder.f"),
                Arguments.of(
                        "of: item, encoder: { type: gru, units: 0 }", "[8]", "encoder.units must be a whole number"),
                Arguments.of(
                        "of: item, encoder: { type: conv, width: 99 }", "[8]", "width must be a whole number from 1"),
                Arguments.of("encoder: attention", "[8]", "name that feature by 'of'"),
                Arguments.of("of: a_field, encoder: attention", "[8]", "is of no categorical feature"),
                Arguments.of(
                        "of: item, encoder: lstm, length: 1000", "[8]", "length must be a whole number from 1 to 512"),
                Arguments.of("of: item }\n  v: { type: vector", "[8]", "features.v.length is missing"),
                Arguments.of(
                        "of: item }\n  v: { type: vector, length: 5000", "[8]", "length must be a whole number from 1"),
                Arguments.of("of: item }\n  v: { type: image, width: 3", "[8]", "features.v.height is missing"),
                Arguments.of(
                        "of: item }\n  v: { type: image, height: 80, width: 80",
                        "[8]",
                        "width must be a whole number from 1"),
                Arguments.of(
                        "of: item }\n  v: { type: image, height: 4, width: 4, encoder: gru", "[8]", "encoder is 'gru'"),
                Arguments.of(
                        "of: item }\n  v: { type: image, height: 4, width: 4, encoder: { type: conv, width: 2 }",
                        "[8]",
                        "width must be odd"),
                Arguments.of(
                        "of: item }\n  v: { type: image, height: 4, width: 4", "[]", "what an encoder makes of 'v'"),
                Arguments.of(
                        "of: item, length: 512, encoder: { type: gru, units: 1024 }",
                        "[8] } }\nbatch: { size: 8192 }\nmetrics: { every: { a: 1",
                        "take smaller batches, a shorter length or fewer units"),
                Arguments.of("of: item, encoder: gru", "[]", "nothing that reads what an encoder makes of 'history'"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatMakesNoSenseIsRefusedWithTheReason(String sequence, String layers, String reason) {
        assertThat(complaints(sequence, layers))
                .anySatisfy(complaint -> assertThat(complaint).contains(reason));
    }
}
