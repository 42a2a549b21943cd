package io.thalweg.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thalweg.feature.Feature;
import io.thalweg.feature.FeatureMap;
import io.thalweg.feature.Hash64;
import io.thalweg.ingest.InputMap;
import io.thalweg.task.After;
import io.thalweg.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What inputs and outputs of a graph are, in words for people and as JSON for programs. */
final class Recipe {
    /** What a number's input is told. */
    static final String NUMBER = "the number as it is in the event; NaN where it is not known";

    private Recipe() {}

    /** What an input is told that reads one of so many buckets. */
    static String id(int buckets) {
        return "hash of the value, of which the low %d bits count; docs/export.md has the recipe"
                .formatted(Integer.numberOfTrailingZeros(buckets));
    }

    /** What an input is told that reads a sequence of them. */
    static String ids(int buckets) {
        return "low %d bits of each item's hash, oldest item first; -1 behind the last one"
                .formatted(Integer.numberOfTrailingZeros(buckets));
    }

    static String score(Task task) {
        return "score." + task.name();
    }

    static String probabilities(Task task) {
        return "probabilities." + task.name();
    }

    static String says(Task task) {
        boolean isOfMany = task.loss().isClassification() && task.loss().outputs() > 2;
        return switch (task.loss().meaning()) {
            case PROBABILITY -> isOfMany ? "the most probable class" : "the probability of class 1";
            case MARGIN -> "how far on the side of class 1, 0 being between";
            case VALUE, EXPECTATION -> "what is expected, in the label's own unit";
            case QUANTILE -> "the quantile, in the label's own unit";
        };
    }

    /** Each input: what it is called and is made of, and the seeds of its hash. */
    static String inputs(FeatureMap map, InputMap input) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Feature feature : map.features()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", feature.name());
            json.put("kind", feature.definition().get(0).value());
            describe(feature, map, input, json);
            all.add(json);
        }
        return json(all);
    }

    private static void describe(Feature feature, FeatureMap map, InputMap input, Map<String, Object> json) {
        if (feature instanceof Feature.Categorical categorical) {
            json.put("bits", Integer.numberOfTrailingZeros(map.buckets()));
            parts(categorical.name(), categorical.parts(), input, json);
        } else if (feature instanceof Feature.Rate rate) {
            json.put("bits", Integer.numberOfTrailingZeros(Feature.Rate.keys(map.buckets())));
            parts(rate.name(), rate.of(), input, json);
        } else if (feature instanceof Feature.Sequence sequence) {
            json.put("bits", Integer.numberOfTrailingZeros(map.buckets()));
            json.put("length", sequence.length());
            json.put("field", input.columns().get(sequence.column()).field());
            json.put("seed", seed(sequence.vocabulary()));
        } else {
            boolean isArray = feature instanceof Feature.Array;
            Feature.Numeric how = isArray ? ((Feature.Array) feature).all() : (Feature.Numeric) feature;
            json.put("field", input.columns().get(how.column()).field());
            if (feature instanceof Feature.Array array) {
                json.put("length", array.length());
            }
        }
    }

    private static void parts(String name, List<Feature.Categorical> parts, InputMap input, Map<String, Object> json) {
        if (parts.size() > 1) {
            json.put("seed", seed(name));
            json.put("of", parts.stream().map(part -> leaf(part, input)).toList());
        } else {
            json.putAll(leaf(parts.get(0), input));
        }
    }

    private static Map<String, Object> leaf(Feature.Categorical leaf, InputMap input) {
        Map<String, Object> json = new LinkedHashMap<>();
        boolean isTime = leaf instanceof Feature.TimePart;
        int column = isTime ? ((Feature.TimePart) leaf).column() : ((Feature.Category) leaf).column();
        json.put("field", input.columns().get(column).field());
        json.put("seed", seed(leaf.name()));
        if (leaf instanceof Feature.TimePart time) {
            json.put("part", time.part().word());
        }
        return json;
    }

    /** Too long for the numbers of many a JSON reader. */
    private static String seed(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return "0x%016x".formatted(Hash64.of(utf8, 0, utf8.length, 0));
    }

    /** Each task: its outputs, what they mean, and what it comes after. */
    static String tasks(List<Task> tasks) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Task task : tasks) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("name", task.name());
            json.put("score", score(task));
            if (task.loss().isClassification() && task.loss().outputs() > 2) {
                json.put("probabilities", probabilities(task));
            }
            json.put("meaning", task.loss().meaning().name().toLowerCase(Locale.ROOT));
            json.put("loss", task.loss().toString());
            json.put("after", task.after().stream().map(After::meaning).toList());
            all.add(json);
        }
        return json(all);
    }

    private static String json(Object content) {
        try {
            return new ObjectMapper().writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers cannot be written as JSON", e);
        }
    }
}
