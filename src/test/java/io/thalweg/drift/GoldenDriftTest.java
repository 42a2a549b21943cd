package io.thalweg.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Detectors that keep all values, made by {@code src/test/python/golden_drift.py}. */
class GoldenDriftTest {
    static Stream<JsonNode> golden() throws IOException {
        try (InputStream file = GoldenDriftTest.class.getResourceAsStream("/golden/drift.json")) {
            List<JsonNode> cases = new ArrayList<>();
            new ObjectMapper().readTree(file).forEach(cases::add);
            return cases.stream();
        }
    }

    /** Where it was, and what. */
    private record Found(int index, Shift shift) {}

    private static List<Found> changes(Detector detector, JsonNode values) {
        List<Found> changes = new ArrayList<>();
        Detector.State state = detector.start();
        for (int i = 0; i < values.size(); i++) {
            Shift shift = state.observe(values.get(i).asDouble(), 1);
            if (shift != null) {
                changes.add(new Found(i, shift));
            }
        }
        return changes;
    }

    @ParameterizedTest
    @MethodSource("golden")
    void adwinFindsWhatOneThatKeepsAllValuesFinds(JsonNode golden) {
        for (JsonNode one : golden.get("adwin")) {
            Adwin adwin =
                    new Adwin(one.get("delta").asDouble(), 0, one.get("range").asDouble());
            List<Found> changes = changes(adwin, golden.get("values"));
            assertThat(changes).as("%s of %s", adwin, golden.get("name")).hasSameSizeAs(one.get("found"));
            for (int i = 0; i < changes.size(); i++) {
                JsonNode found = one.get("found").get(i);
                assertThat(changes.get(i).index()).isEqualTo(found.get(0).asInt());
                assertThat(changes.get(i).shift().before())
                        .isCloseTo(found.get(1).asDouble(), within(1e-9));
                assertThat(changes.get(i).shift().after())
                        .isCloseTo(found.get(2).asDouble(), within(1e-9));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void pageHinkleyFindsWhatOneThatAddsUpAnewFinds(JsonNode golden) {
        for (JsonNode one : golden.get("pageHinkley")) {
            PageHinkley test = new PageHinkley(
                    one.get("delta").asDouble(),
                    one.get("threshold").asDouble(),
                    one.get("forgetting").asDouble());
            List<List<Integer>> changes = changes(test, golden.get("values")).stream()
                    .map(found -> List.of(found.index(), found.shift().isRise() ? 1 : -1))
                    .toList();
            List<List<Integer>> expected = new ArrayList<>();
            one.get("found")
                    .forEach(found -> expected.add(
                            List.of(found.get(0).asInt(), found.get(1).asInt())));
            assertThat(changes).as("%s of %s", test, golden.get("name")).isEqualTo(expected);
        }
    }
}
