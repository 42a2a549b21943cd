package io.thalweg.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values, slopes and predictions as PyTorch has them, made by {@code src/test/python/golden_losses.py}. */
class GoldenLossesTest {
    private static List<JsonNode> groups() throws IOException {
        try (InputStream file = GoldenLossesTest.class.getResourceAsStream("/golden/losses.json")) {
            List<JsonNode> groups = new ArrayList<>();
            new ObjectMapper().readTree(file).forEach(groups::add);
            return groups;
        }
    }

    private static Loss loss(JsonNode group) {
        JsonNode settings = group.get("settings");
        return switch (group.get("loss").asText()) {
            case "Logistic" -> new Logistic();
            case "Squared" -> new Squared();
            case "Huber" -> new Huber(settings.get(0).asDouble());
            case "Softmax" -> new Softmax(settings.get(0).asInt());
            case "Hinge" -> new Hinge();
            case "Focal" -> new Focal(settings.get(0).asDouble());
            case "Poisson" -> new Poisson();
            case "Quantile" -> new Quantile(settings.get(0).asDouble());
            case "ZeroInflatedLogNormal" -> new ZeroInflatedLogNormal();
            default -> throw new IllegalArgumentException(group.get("loss").asText());
        };
    }

    @Test
    void everyLossHasGoldenValues() throws IOException {
        Stream<Class<?>> golden = groups().stream().map(group -> loss(group).getClass());
        assertThat(golden.distinct()).containsExactlyInAnyOrder(Loss.class.getPermittedSubclasses());
    }

    static Stream<Arguments> golden() throws IOException {
        return groups().stream().map(group -> Arguments.of(loss(group), group.get("cases")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("golden")
    void theLossIsThatOfPyTorch(Loss loss, JsonNode cases) {
        assertThat(cases.size()).isGreaterThanOrEqualTo(20);
        for (JsonNode golden : cases) {
            float[] scores = floats(golden.get("scores"));
            float label = (float) golden.get("label").asDouble();
            float[] slopes = new float[scores.length];
            float[] predictions = new float[scores.length];
            loss.slope(scores, 0, label, 1, slopes, 0);
            loss.predict(scores, 0, predictions, 0);
            assertClose(
                    loss,
                    golden,
                    loss.value(scores, 0, label),
                    golden.get("value").asDouble(),
                    1e-11);
            for (int i = 0; i < slopes.length; i++) {
                assertClose(loss, golden, slopes[i], golden.get("slopes").get(i).asDouble(), 3e-7);
            }
            JsonNode prediction = golden.get("prediction");
            for (int i = 0; i < prediction.size(); i++) {
                assertClose(loss, golden, predictions[i], prediction.get(i).asDouble(), 3e-7);
            }
        }
    }

    private static void assertClose(Loss loss, JsonNode golden, double found, double expected, double precision) {
        assertThat(found).as("%s, %s", loss, golden).isCloseTo(expected, within(precision * (1 + Math.abs(expected))));
    }

    private static float[] floats(JsonNode numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers.get(i).asDouble();
        }
        return floats;
    }
}
