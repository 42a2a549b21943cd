package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.scenario.Sharings;
import io.thalweg.sharing.Attention;
import io.thalweg.sharing.Auto;
import io.thalweg.sharing.CrossStitch;
import io.thalweg.sharing.Hierarchical;
import io.thalweg.sharing.Kernel;
import io.thalweg.sharing.Plan;
import io.thalweg.sharing.Ple;
import io.thalweg.sharing.Relation;
import io.thalweg.sharing.Sharing;
import io.thalweg.sharing.Sluice;
import io.thalweg.sharing.Soft;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scores and gradients as PyTorch has them, made by {@code src/test/python/golden_sharings.py}. */
class GoldenSharingsTest {
    private static final List<String> TASKS = List.of("click", "dwell", "stars");
    private static final ScorePositions OUTPUTS = new ScorePositions(new int[] {0, 1, 3}, 4);
    private static final List<String> NAMES = List.of("x", "y", "z");
    private static final int INPUTS = NAMES.size();
    private static final int ROWS = 5;
    private static final Optimiser SGD = new Optimiser.Sgd(0.01);

    private static List<JsonNode> groups() throws IOException {
        try (InputStream file = GoldenSharingsTest.class.getResourceAsStream("/golden/sharings.json")) {
            List<JsonNode> groups = new ArrayList<>();
            new ObjectMapper().readTree(file).forEach(groups::add);
            return groups;
        }
    }

    private static Sharing sharing(JsonNode group) {
        JsonNode settings = group.get("settings");
        return switch (group.get("sharing").asText()) {
            case "Independent" -> new Sharing.Independent();
            case "Hard" -> new Sharing.Hard();
            case "Mmoe" -> new Sharing.Mmoe(settings.get(0).asInt());
            case "Ple" ->
                new Ple(
                        settings.get(0).asInt(),
                        settings.get(1).asInt(),
                        settings.get(2).asInt());
            case "Hierarchical" ->
                new Hierarchical(new TreeMap<>(Map.of("a", List.of("click", "stars"), "b", List.of("dwell"))));
            case "CrossStitch" -> new CrossStitch(settings.get(0).asDouble());
            case "Attention" -> new Attention(settings.get(0).asDouble());
            case "Sluice" ->
                new Sluice(settings.get(0).asDouble(), settings.get(1).asDouble());
            case "Soft.Pairwise" -> new Soft(new Soft.Pairwise(settings.get(0).asDouble()));
            case "Soft.Mean" -> new Soft(new Soft.Mean(settings.get(0).asDouble()));
            case "Soft.Admm" ->
                new Soft(new Soft.Admm(
                        settings.get(0).asDouble(), settings.get(1).asDouble(), 100, 0));
            case "Relation.Covariance" ->
                new Relation(new Relation.Covariance(settings.get(0).asDouble(), 100, 1));
            case "Relation.Perceptron" ->
                new Relation(new Relation.Perceptron(settings.get(0).asDouble()));
            case "Kernel" ->
                new Kernel(settings.get(0).asDouble(), settings.get(1).asDouble());
            default -> throw new IllegalArgumentException(group.get("sharing").asText());
        };
    }

    /** The same number as in the script. */
    static float number(String name, int i) {
        int key = 0;
        for (int place = 0; place < name.length(); place++) {
            key = (key + (place + 1) * name.charAt(place)) % 97;
        }
        return ((37 * i + 11 * key + 5 * i * i) % 61 - 30) / 64f;
    }

    @Test
    void everySharingHasGoldenValues() throws IOException {
        Stream<Class<?>> golden = groups().stream().map(group -> sharing(group).getClass());
        Stream<Class<?>> drawn = Stream.<Class<?>>of(Sharing.class.getPermittedSubclasses())
                .filter(kind -> kind != Auto.class); // its networks are those of the others
        assertThat(golden.distinct()).containsExactlyInAnyOrderElementsOf(drawn.toList());
    }

    static Stream<Arguments> golden() throws IOException {
        return groups().stream().map(group -> Arguments.of(sharing(group), group));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("golden")
    void theNetworkIsThatOfPyTorch(Sharing sharing, JsonNode golden) {
        Graph graph = graph(sharing);
        float[] scores = new float[ROWS * OUTPUTS.count()];
        graph.forward(ROWS, scores, OUTPUTS);
        assertClose("scores", scores, 0, golden.get("scores"));
        float[] slopes = new float[scores.length];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = number("slopes", i);
        }
        graph.descend(slopes, ROWS, OUTPUTS, new boolean[] {true, true, true});
        JsonNode gradients = golden.get("gradients");
        assertThat(graph.blocks().placed().stream().map(block -> block.name(TASKS)))
                .containsExactlyInAnyOrderElementsOf(gradients::fieldNames);
        for (PlacedBlock block : graph.blocks().placed()) {
            String name = block.name(TASKS);
            assertThat(gradients.get(name).size()).isEqualTo(block.end() - block.at());
            assertClose(name, graph.blocks().parameters().gradient(), block.at(), gradients.get(name));
        }
    }

    /** With the script's weights and inputs. */
    private static Graph graph(Sharing sharing) {
        List<Integer> shared = List.of(4, 4);
        List<Integer> task = Sharings.taskLayers(sharing, 3);
        var plan = Plan.of(sharing, new Plan.Extent(INPUTS, TASKS, List.of(1, 2, 1), shared, task));
        Graph graph =
                new Graph(plan, NAMES, new ModelSettings(sharing, shared, task, false, SGD, SGD, 7), Ladder.upTo(ROWS));
        for (PlacedBlock block : graph.blocks().placed()) {
            for (int i = block.at(); i < block.end(); i++) {
                graph.blocks().parameters().values()[i] = number(block.name(TASKS), i - block.at());
            }
        }
        graph.restored();
        for (Branch branch : graph.branches()) {
            Rows input = branch.input();
            for (int i = 0; i < ROWS * INPUTS; i++) {
                input.values()[i / INPUTS * input.stride() + i % INPUTS] = number("inputs", i);
            }
        }
        return graph;
    }

    static void assertClose(String what, float[] found, int at, JsonNode golden) {
        for (int i = 0; i < golden.size(); i++) {
            double expected = golden.get(i).asDouble();
            assertThat((double) found[at + i])
                    .as("%s, number %d", what, i)
                    .isCloseTo(expected, within(1e-5 * (1 + Math.abs(expected))));
        }
    }
}
