package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.sharing.Plan;
import io.thalweg.sharing.Sharing;
import io.thalweg.task.After;
import io.thalweg.task.After.Gradient;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Heads one after the other as PyTorch has them, made by {@code src/test/python/golden_after.py}. */
class GoldenAfterTest {
    private static final List<String> TASKS = List.of("click", "dwell", "stars");
    private static final ScorePositions OUTPUTS = new ScorePositions(new int[] {0, 1, 3}, 4);
    private static final int INPUTS = 3;
    private static final int ROWS = 5;
    private static final List<Integer> SHARED = List.of(4, 4);
    private static final Optimiser SGD = new Optimiser.Sgd(0.01);

    static Stream<Arguments> golden() throws IOException {
        try (InputStream file = GoldenAfterTest.class.getResourceAsStream("/golden/after.json")) {
            List<Arguments> golden = new ArrayList<>();
            new ObjectMapper()
                    .readTree(file)
                    .get("networks")
                    .forEach(one -> golden.add(Arguments.of(
                            one.get("way").asText(),
                            one.get("sharing").asText(),
                            one.get("head").size(),
                            one)));
            return golden.stream();
        }
    }

    private static List<List<After>> after(String way) {
        return switch (way) {
            case "passing" -> passing(Gradient.FULL);
            case "passing, stopped" -> passing(Gradient.STOP);
            case "attention" -> attention(Gradient.FULL);
            case "attention, stopped" -> attention(Gradient.STOP);
            case "together" ->
                List.of(
                        List.of(),
                        List.of(
                                new After.Attention("stars", Gradient.FULL, 0),
                                new After.Passing("click", Gradient.STOP)),
                        List.of(new After.Passing("click", Gradient.FULL)));
            default -> throw new IllegalArgumentException(way);
        };
    }

    private static List<List<After>> passing(Gradient gradient) {
        After click = new After.Passing("click", gradient);
        return List.of(List.of(), List.of(click), List.of(click, new After.Passing("dwell", gradient)));
    }

    private static List<List<After>> attention(Gradient gradient) {
        return List.of(
                List.of(),
                List.of(new After.Attention("click", gradient, 0)),
                List.of(new After.Attention("dwell", gradient, 0)));
    }

    @ParameterizedTest(name = "{0}, {1}, {2} layers")
    @MethodSource("golden")
    void theNetworkIsThatOfPyTorch(String way, String sharing, int layers, JsonNode golden) {
        Graph graph = graph(
                sharing.equals("Hard") ? new Sharing.Hard() : new Sharing.Mmoe(2),
                layers == 0 ? List.of() : List.of(3),
                after(way));
        float[] scores = new float[ROWS * OUTPUTS.count()];
        graph.forward(ROWS, scores, OUTPUTS);
        GoldenSharingsTest.assertClose("scores", scores, 0, golden.get("scores"));
        float[] slopes = new float[scores.length];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = GoldenSharingsTest.number("slopes", i);
        }
        graph.descend(slopes, ROWS, OUTPUTS, new boolean[] {true, true, true});
        JsonNode gradients = golden.get("gradients");
        assertThat(graph.blocks().placed().stream().map(block -> block.name(TASKS)))
                .containsExactlyInAnyOrderElementsOf(gradients::fieldNames);
        for (PlacedBlock block : graph.blocks().placed()) {
            JsonNode gradient = gradients.get(block.name(TASKS));
            assertThat(gradient.size()).isEqualTo(block.end() - block.at());
            GoldenSharingsTest.assertClose(
                    block.name(TASKS), graph.blocks().parameters().gradient(), block.at(), gradient);
        }
    }

    /** With the script's weights and inputs. */
    private static Graph graph(Sharing sharing, List<Integer> head, List<List<After>> after) {
        var plan = Plan.of(sharing, new Plan.Extent(INPUTS, List.of(), TASKS, List.of(1, 2, 1), SHARED, head, after));
        Graph graph = new Graph(
                plan,
                List.of("x", "y", "z"),
                new ModelSettings(sharing, SHARED, head, false, SGD, SGD, 7),
                Ladder.upTo(ROWS));
        float[] values = graph.blocks().parameters().values();
        for (PlacedBlock block : graph.blocks().placed()) {
            for (int i = block.at(); i < block.end(); i++) {
                values[i] = GoldenSharingsTest.number(block.name(TASKS), i - block.at());
            }
        }
        graph.restored();
        for (Branch branch : graph.branches()) {
            Rows input = branch.input();
            for (int i = 0; i < ROWS * INPUTS; i++) {
                input.values()[i / INPUTS * input.stride() + i % INPUTS] = GoldenSharingsTest.number("inputs", i);
            }
        }
        return graph;
    }
}
