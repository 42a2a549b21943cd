package io.thalweg.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.config.ThalwegConfig;
import io.thalweg.feature.Example;
import io.thalweg.feature.Extracted;
import io.thalweg.feature.Extractor;
import io.thalweg.feature.Feature;
import io.thalweg.feature.Hash64;
import io.thalweg.ingest.Column;
import io.thalweg.ingest.Decoded;
import io.thalweg.ingest.Observation;
import io.thalweg.ingest.ObservationBuilder;
import io.thalweg.ingest.Source;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever makes ids by the metadata of a graph makes those of the stream. */
class RecipeTest {
    private static final String YAML = """
            app: shop
            kafka: { bootstrap.servers: "localhost:1" }
            registry: { url: "http://localhost:1" }
            time: at
            features:
              who: { type: categorical, from: user }
              item: { type: categorical }
              hour: { type: categorical, from: at, part: hour }
              date: { type: categorical, from: at, part: date }
              taste: { type: cross, of: [who, item, hour] }
              seen: { type: count, of: who }
              bought: { type: count, of: [who, item] }
              likes: { type: rate, of: item, tasks: [click] }
              price: { type: numeric, transform: [log1p] }
              history: { type: sequence, of: item, length: 3 }
            tasks:
              click: { topic: clicks, label: clicked, loss: logistic }
            model: { embedding: { buckets: 2^10, dimension: 4 } }
            """;
    private static final long MISSING = 0x9e3779b97f4a7c15L;
    private static final long TIME = 1_700_000_000_000L; // 22:13:20 on the 19675th day

    private final ThalwegConfig config = ThalwegConfig.parse(YAML, "shop.yaml", Map.of());

    private Example example(String user, String item) {
        ObservationBuilder fields = new ObservationBuilder(config.input());
        fields.begin(config.input().topics().get(0));
        List<Column> columns = config.input().columns();
        for (int column = 0; column < columns.size(); column++) {
            switch (columns.get(column).field()) {
                case "at" -> fields.time(column, TIME);
                case "user" -> tell(fields, column, user);
                case "item" -> tell(fields, column, item);
                case "history" -> {
                    fields.sequence(column, 1);
                    fields.element(column, "lamp".getBytes(UTF_8), 0, 4);
                }
                default -> {}
            }
        }
        Observation observation = ((Decoded.Accepted) fields.build(new Source("clicks", 0, 0))).observation();
        return ((Extracted.Accepted) new Extractor(config.features(), config.input()).extract(observation)).example();
    }

    private static void tell(ObservationBuilder fields, int column, String text) {
        if (!text.isEmpty()) {
            fields.text(column, text);
        }
    }

    private static long seed(JsonNode of) {
        return Long.parseUnsignedLong(of.get("seed").asText().substring(2), 16);
    }

    private static long text(String value, long seed) {
        byte[] utf8 = value.getBytes(UTF_8);
        return Hash64.of(utf8, 0, utf8.length, seed);
    }

    private static long leaf(JsonNode of, Map<String, String> event) {
        if (of.has("part")) {
            return Hash64.of(seed(of), of.get("part").asText().equals("hour") ? 22 : 19_675);
        }
        String value = event.getOrDefault(of.get("field").asText(), "");
        return value.isEmpty() ? Hash64.of(seed(of), MISSING) : text(value, seed(of));
    }

    private static long id(JsonNode input, Map<String, String> event) {
        long hash = input.has("of") ? seed(input) : leaf(input, event);
        for (JsonNode part : input.path("of")) {
            hash = Hash64.of(hash, leaf(part, event));
        }
        return hash & (1L << input.get("bits").asInt()) - 1;
    }

    private JsonNode input(String name) throws Exception {
        for (JsonNode one : new ObjectMapper().readTree(Recipe.inputs(config.features(), config.input()))) {
            if (one.get("name").asText().equals(name)) {
                return one;
            }
        }
        throw new AssertionError(name);
    }

    @ParameterizedTest
    @CsvSource({"anna, lamp", "béla Ω a longer name, 7", "anna, ''", "'', ''"})
    void idsMadeByTheMetadataAreTheStreams(String user, String item) throws Exception {
        Example example = example(user, item);
        Map<String, String> event = Map.of("user", user, "item", item);
        List<Feature.Categorical> categoricals = config.features().categoricals();
        for (int slot = 0; slot < categoricals.size(); slot++) {
            assertThat(id(input(categoricals.get(slot).name()), event))
                    .as(categoricals.get(slot).name())
                    .isEqualTo(example.categories()[slot]);
        }
        String rate = config.features().rates().get(0).name();
        int number = IntStream.range(0, config.features().numerics().size())
                .filter(i -> config.features().numerics().get(i).name().equals(rate))
                .findFirst()
                .orElseThrow();
        assertThat(id(input(rate), event)).isEqualTo((long) example.numbers()[number]);
        JsonNode history = input("history");
        assertThat(text("lamp", seed(history)) & (1L << history.get("bits").asInt()) - 1)
                .isEqualTo(example.sequences()[0][0]);
    }

    @Test
    void aNumberSaysWhichFieldItIs() throws Exception {
        assertThat(input("price").get("field").asText()).isEqualTo("price");
        assertThat(input("price").has("bits")).isFalse();
    }
}
