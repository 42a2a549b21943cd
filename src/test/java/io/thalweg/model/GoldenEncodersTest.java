package io.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.encoder.Conv;
import io.thalweg.encoder.Encoded;
import io.thalweg.encoder.Encoder;
import io.thalweg.encoder.Gru;
import io.thalweg.encoder.ImageConv;
import io.thalweg.encoder.Lstm;
import io.thalweg.encoder.Mean;
import io.thalweg.encoder.TargetAttention;
import io.thalweg.optimiser.Optimiser;
import io.thalweg.sharing.Plan;
import io.thalweg.sharing.Sharing;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scores and gradients as PyTorch has them, made by {@code src/test/python/golden_encoders.py}. */
class GoldenEncodersTest {
    private static final List<String> TASKS = List.of("click");
    private static final ScorePositions OUTPUTS = new ScorePositions(new int[] {0}, 2);
    private static final int CANDIDATE = 3;
    private static final int ROWS = 5;
    private static final Optimiser SGD = new Optimiser.Sgd(0.01);

    private static List<JsonNode> groups() throws IOException {
        try (InputStream file = GoldenEncodersTest.class.getResourceAsStream("/golden/encoders.json")) {
            List<JsonNode> groups = new ArrayList<>();
            new ObjectMapper().readTree(file).forEach(groups::add);
            return groups;
        }
    }

    private static Encoder encoder(JsonNode group) {
        JsonNode settings = group.get("settings");
        int first = settings.get(0).asInt();
        return switch (group.get("encoder").asText()) {
            case "Conv" -> new Conv(first, settings.get(1).asInt());
            case "Gru" -> new Gru(first);
            case "Lstm" -> new Lstm(first);
            case "TargetAttention" -> new TargetAttention(first);
            case "ImageConv" ->
                new ImageConv(
                        first,
                        settings.get(1).asInt(),
                        settings.get(2).asInt(),
                        settings.get(3).asInt(),
                        settings.get(4).asInt(),
                        settings.get(5).asInt());
            default -> throw new IllegalArgumentException(group.get("encoder").asText());
        };
    }

    /** But for the mean, which has nothing to learn and is taken before the layers. */
    @Test
    void everyEncoderHasGoldenValues() throws IOException {
        Stream<Class<?>> golden = groups().stream().map(group -> encoder(group).getClass());
        assertThat(Stream.concat(golden, Stream.of(Mean.class)).distinct())
                .containsExactlyInAnyOrder(Encoder.class.getPermittedSubclasses());
    }

    static Stream<Arguments> golden() throws IOException {
        return groups().stream().map(group -> Arguments.of(encoder(group), group));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("golden")
    void theNetworkIsThatOfPyTorch(Encoder encoder, JsonNode golden) {
        Graph graph = graph(encoder, golden);
        float[] scores = new float[ROWS * OUTPUTS.count()];
        graph.forward(ROWS, scores, OUTPUTS);
        assertClose("scores", scores, 0, golden.get("scores"));
        float[] slopes = new float[scores.length];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = GoldenSharingsTest.number("slopes", i);
        }
        graph.descend(slopes, ROWS, OUTPUTS, new boolean[] {true});
        JsonNode gradients = golden.get("gradients");
        Blocks blocks = graph.blocks();
        assertThat(blocks.placed().stream().map(block -> block.name(TASKS)))
                .containsExactlyInAnyOrderElementsOf(gradients::fieldNames);
        for (PlacedBlock block : blocks.placed()) {
            String name = block.name(TASKS);
            assertThat(gradients.get(name).size()).isEqualTo(block.end() - block.at());
            assertClose(name, blocks.parameters().gradient(), block.at(), gradients.get(name));
        }
        Branch branch = graph.branches().get(0);
        if (!(encoder instanceof ImageConv)) { // nobody learns pixels
            assertClose("items", slopes(branch.items().get(0)), 0, golden.get("items"));
        }
        assertClose("inputs", slopes(branch.input()), 0, golden.get("inputs"));
    }

    /** Of the rows, without those of the ones. */
    private static float[] slopes(Rows rows) {
        float[] slopes = new float[ROWS * rows.width()];
        for (int row = 0; row < ROWS; row++) {
            System.arraycopy(rows.slopes(), row * rows.stride(), slopes, row * rows.width(), rows.width());
        }
        return slopes;
    }

    /** With the script's weights and inputs; behind an item that is there stand numbers that mean nothing. */
    private static Graph graph(Encoder encoder, JsonNode golden) {
        int candidate = encoder.readsCandidate() ? 0 : Encoded.NONE;
        int length = golden.get("length").asInt();
        Encoded encoded =
                new Encoded("history", encoder, length, golden.get("dimension").asInt(), candidate);
        Sharing hard = new Sharing.Hard();
        var extent = new Plan.Extent(
                CANDIDATE, List.of(encoded), TASKS, List.of(2), List.of(), List.of(), List.of(List.of()));
        var settings = new ModelSettings(hard, List.of(), List.of(), false, SGD, SGD, 7);
        Graph graph = new Graph(Plan.of(hard, extent), List.of(), settings, Ladder.upTo(ROWS));
        for (PlacedBlock block : graph.blocks().placed()) {
            for (int i = block.at(); i < block.end(); i++) {
                graph.blocks().parameters().values()[i] = GoldenSharingsTest.number(block.name(TASKS), i - block.at());
            }
        }
        graph.restored();
        Branch branch = graph.branches().get(0);
        fill("inputs", branch.input());
        fill("items", branch.items().get(0));
        for (int row = 0; row < ROWS; row++) {
            branch.items().get(0).counts()[row] = golden.get("counts").get(row).asInt();
        }
        return graph;
    }

    private static void fill(String name, Rows rows) {
        for (int i = 0; i < ROWS * rows.width(); i++) {
            rows.values()[i / rows.width() * rows.stride() + i % rows.width()] = GoldenSharingsTest.number(name, i);
        }
    }

    private static void assertClose(String what, float[] found, int at, JsonNode golden) {
        for (int i = 0; i < golden.size(); i++) {
            double expected = golden.get(i).asDouble();
            assertThat((double) found[at + i])
                    .as("%s, number %d", what, i)
                    .isCloseTo(expected, within(1e-5 * (1 + Math.abs(expected))));
        }
    }
}
