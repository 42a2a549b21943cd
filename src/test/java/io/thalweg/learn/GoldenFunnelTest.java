package io.thalweg.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.loss.Conjunction;
import io.thalweg.loss.Logistic;
import io.thalweg.task.After;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Chances and slopes of a funnel as PyTorch has them, made by {@code src/test/python/golden_after.py}. */
class GoldenFunnelTest {
    private static final int ROWS = 5;
    private static final int TASKS = 4;
    private static final Logistic LOGISTIC = new Logistic();

    private static Stream<JsonNode> golden(String what) throws IOException {
        try (InputStream file = GoldenFunnelTest.class.getResourceAsStream("/golden/after.json")) {
            List<JsonNode> golden = new ArrayList<>();
            new ObjectMapper().readTree(file).get(what).forEach(golden::add);
            return golden.stream();
        }
    }

    static Stream<JsonNode> products() throws IOException {
        return golden("products");
    }

    static Stream<JsonNode> funnels() throws IOException {
        return golden("funnels");
    }

    @ParameterizedTest
    @MethodSource("products")
    void logOddsOfProductsAreThoseOfPyTorch(JsonNode golden) {
        double[] parts = new double[golden.get("parts").size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = golden.get("parts").get(i).asDouble();
        }
        double[] slopes = new double[parts.length];
        Conjunction.slopes(parts, slopes);
        assertThat(Conjunction.logOdds(parts)).isCloseTo(golden.get("odds").asDouble(), within(1e-8));
        for (int i = 0; i < parts.length; i++) {
            assertThat(slopes[i]).isCloseTo(golden.get("slopes").get(i).asDouble(), within(1e-8));
        }
    }

    private static List<Task> tasks(double calibrator) {
        return List.of(
                task("a"),
                task("b", new After.Product("a")),
                task("c", new After.Product("b")),
                task("d", new After.Attention("b", After.Gradient.FULL, calibrator)));
    }

    private static Task task(String name, After... after) {
        return new Task(name, LOGISTIC, new LabelTransform.Identity(), 1, List.of(after));
    }

    @ParameterizedTest
    @MethodSource("funnels")
    void chancesAndSlopesAreThoseOfPyTorch(JsonNode golden) {
        List<Task> tasks = tasks(golden.get("calibrator").asDouble());
        int[] first = {0, 1, 2, 3};
        float[] factors = new float[ROWS * TASKS];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = 4 * number(i);
        }
        Products products = new Products(tasks, first, TASKS);
        float[] scores = products.of(factors);
        float[] slopes = new float[factors.length];
        float[] chances = new float[factors.length];
        for (int i = 0; i < slopes.length; i++) {
            LOGISTIC.predict(scores, i, chances, i);
            float label = i / TASKS % (i % TASKS + 2) == 0 ? 1 : 0;
            LOGISTIC.slope(scores, i, label, 1f / ROWS, slopes, i);
        }
        new Calibrators(tasks, first, TASKS).addSlopes(scores, slopes, new boolean[] {true, true, true, true});
        products.spread(factors, slopes);
        for (int i = 0; i < slopes.length; i++) {
            assertThat((double) chances[i])
                    .isCloseTo(golden.get("chances").get(i).asDouble(), within(1e-6));
            assertThat((double) slopes[i]).isCloseTo(golden.get("slopes").get(i).asDouble(), within(1e-6));
        }
    }

    /** The same number as in the script, of what it calls {@code funnel}. */
    private static float number(int i) {
        int key = 0;
        String name = "funnel";
        for (int place = 0; place < name.length(); place++) {
            key = (key + (place + 1) * name.charAt(place)) % 97;
        }
        return ((37 * i + 11 * key + 5 * i * i) % 61 - 30) / 64f;
    }
}
