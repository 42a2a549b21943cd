package io.thalweg.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradient balancers as general solvers have them, made by {@code src/test/python/golden_balances.py}. */
class GoldenBalancesTest {
    static Stream<JsonNode> golden() throws IOException {
        try (InputStream file = GoldenBalancesTest.class.getResourceAsStream("/golden/balances.json")) {
            List<JsonNode> cases = new ArrayList<>();
            new ObjectMapper().readTree(file).forEach(cases::add);
            return cases.stream();
        }
    }

    private static double[] numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private static double[][] gram(JsonNode golden) {
        double[][] gram = new double[golden.get("gram").size()][];
        Arrays.setAll(gram, i -> numbers(golden.get("gram").get(i)));
        return gram;
    }

    private static double[] weigh(Balance balance, JsonNode golden) {
        return Steps.settled(balance, Steps.of(new double[0], gram(golden)), 1);
    }

    private static double[] times(double factor, double[] numbers) {
        return Arrays.stream(numbers).map(number -> factor * number).toArray();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void caGradIsThePapersTimesTheNumberOfTasks(JsonNode golden) {
        for (double conflict : new double[] {0.4, 0.8}) {
            double[] paper = numbers(golden.get("cagrad " + conflict));
            assertThat(weigh(new CaGrad(conflict, 1), golden))
                    .usingComparatorWithPrecision(1e-4)
                    .containsExactly(times(paper.length, paper));
        }
    }

    /** The paper's proportions, and as long all together as the gradients are. */
    @ParameterizedTest
    @MethodSource("golden")
    void mgdaImtlAndNashAreThePapersButForTheLength(JsonNode golden) {
        assertProportional(weigh(new Mgda(1), golden), golden, "mgda", 1e-4);
        assertProportional(weigh(new Imtl(1), golden), golden, "imtl", 1e-9);
        assertProportional(weigh(new Nash(1), golden), golden, "nash", 1e-9);
    }

    private static void assertProportional(double[] weights, JsonNode golden, String rule, double precision) {
        double[] paper = numbers(golden.get(rule));
        double[][] gram = gram(golden);
        double wanted = 0;
        double length = 0;
        double sum = 0;
        for (int i = 0; i < paper.length; i++) {
            wanted += Math.abs(paper[i]) * Math.sqrt(gram[i][i]);
            length += Math.sqrt(gram[i][i]);
            sum += Math.abs(weights[i]) * Math.sqrt(gram[i][i]);
        }
        assertThat(sum).as(rule).isCloseTo(length, within(1e-9));
        assertThat(weights)
                .as(rule)
                .usingComparatorWithPrecision(precision * length)
                .containsExactly(times(length / wanted, paper));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void pcGradIsThePapersInOneOfTheOrders(JsonNode golden) {
        if (golden.get("pcgrad").isEmpty()) {
            return;
        }
        double[] weights = weigh(new PcGrad(1), golden);
        assertThat(StreamSupport.stream(golden.get("pcgrad").spliterator(), false)
                        .map(GoldenBalancesTest::numbers))
                .anySatisfy(paper ->
                        assertThat(weights).usingComparatorWithPrecision(1e-9).containsExactly(paper));
    }
}
