package io.thalweg.config;

import io.thalweg.encoder.Encoder;
import io.thalweg.encoder.ImageConv;
import io.thalweg.encoder.Mean;
import io.thalweg.feature.Feature;
import io.thalweg.ingest.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The {@code features:} block. What is made of several values may name a declared feature or a field for each. */
final class FeaturesSection {
    private static final Map<String, List<String>> KINDS = kinds();
    private static final List<String> TRANSFORMS = List.of("log1p", "standardise");
    private static final int LONGEST_SEQUENCE = 4_096;
    private static final int LONGEST_EMBEDDING = 1_024;
    private static final double USUAL_PRIOR = 4; // labels

    private final Columns columns;
    private final int dimension; // of an embedding that says nothing about it
    private final List<String> tasks;
    private final Map<String, Choice> declared = new LinkedHashMap<>();
    private final Map<String, Feature.Categorical> plain = new LinkedHashMap<>(); // what a cross can be made of

    private FeaturesSection(Columns columns, int dimension, List<String> tasks) {
        this.columns = columns;
        this.dimension = dimension;
        this.tasks = tasks;
    }

    private static Map<String, List<String>> kinds() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("categorical", List.of("from", "part", "embedding"));
        kinds.put("numeric", List.of("from", "transform"));
        kinds.put("cross", List.of("of", "embedding"));
        kinds.put("count", List.of("of", "embedding"));
        kinds.put("rate", List.of("of", "tasks", "prior"));
        kinds.put("vector", List.of("from", "length", "transform"));
        kinds.put("image", List.of("from", "height", "width", "channels", "transform", "encoder"));
        kinds.put("sequence", List.of("of", "from", "length", "encoder", "embedding"));
        return kinds;
    }

    /** In the file's order. */
    static List<Feature> read(Block root, Columns columns, int dimension) {
        Value value = root.require("features", "a block with a key for each input of the model");
        return value == null
                ? List.of()
                : new FeaturesSection(columns, dimension, TasksSection.names(root)).read(value);
    }

    private List<Feature> read(Value value) {
        Block block = Block.ofNames(value, "feature");
        if (value.isBlock() && block.keys().isEmpty()) {
            value.complain("must have at least one feature");
        }
        block.keys().forEach(name -> {
            Value feature = block.get(name);
            if (feature != null) {
                Choice.of(feature, KINDS).ifPresent(choice -> declared.put(name, choice));
            }
        });
        List<Feature> features = new ArrayList<>();
        declared.forEach((name, choice) -> {
            if (choice.type().equals("categorical")) {
                plain.put(name, categorical(name, choice.settings()));
            }
        });
        declared.forEach((name, choice) -> {
            if (choice.type().equals("rate")) {
                features.addAll(rates(name, choice.settings()));
            } else {
                features.add(feature(name, choice));
            }
        });
        return features;
    }

    private Feature feature(String name, Choice choice) {
        return switch (choice.type()) {
            case "numeric" -> numeric(name, choice.settings());
            case "cross" -> cross(name, choice.settings());
            case "count" -> new Feature.Count(name, keys(name, choice.settings()), length(choice.settings()));
            case "vector" -> vector(name, choice.settings());
            case "image" -> image(name, choice.settings());
            case "sequence" -> sequence(name, choice.settings());
            default -> Objects.requireNonNull(plain.get(name));
        };
    }

    private Feature.Categorical categorical(String name, Block settings) {
        String from = settings.text("from").orElse(name);
        int length = length(settings);
        Value value = settings.get("part");
        if (value == null) {
            return new Feature.Category(name, input(from, Column.Kind.TEXT, name), length);
        }
        List<String> words =
                Stream.of(Feature.Part.values()).map(Feature.Part::word).toList();
        Feature.Part part = value.choice(words)
                .map(word -> Feature.Part.values()[words.indexOf(word)])
                .orElse(Feature.Part.HOUR);
        return new Feature.TimePart(name, input(from, Column.Kind.TIME, name), part, length);
    }

    private Feature.Vector vector(String name, Block settings) {
        settings.require("length", "how many numbers the array has");
        int length = (int) settings.whole("length", 1, 1, ImageConv.MOST_NUMBERS);
        return new Feature.Vector(numbers(name, settings, Column.Kind.NUMBERS), length);
    }

    private Feature.Image image(String name, Block settings) {
        settings.require("height", "how many rows of pixels the image has");
        settings.require("width", "how many pixels a row has");
        return new Feature.Image(numbers(name, settings, Column.Kind.NUMBERS), EncoderSetting.image(settings));
    }

    private Feature.Numeric numeric(String name, Block settings) {
        return numbers(name, settings, Column.Kind.NUMBER);
    }

    private Feature.Numeric numbers(String name, Block settings, Column.Kind kind) {
        Set<String> transforms = new LinkedHashSet<>(List.of("standardise"));
        Value value = settings.get("transform");
        if (value != null) {
            transforms.clear();
            value.items()
                    .forEach(item -> item.choice(TRANSFORMS).ifPresent(word -> {
                        if (!transforms.add(word)) {
                            item.complain("is there twice; keep one");
                        }
                    }));
            if (List.copyOf(transforms).equals(List.of("standardise", "log1p"))) {
                value.complain("must be [log1p, standardise]: the logarithm is taken first");
            }
        }
        String from = settings.text("from").orElse(name);
        return new Feature.Numeric(
                name, input(from, kind, name), transforms.contains("log1p"), transforms.contains("standardise"));
    }

    private Feature.Cross cross(String name, Block settings) {
        Value of = settings.require("of", "the list of features to cross, such as [user, category]");
        List<Feature.Categorical> parts = of == null ? List.of() : parts(name, of, of.items());
        if (of != null && of.items().size() < 2) {
            of.complain("must name at least two features, got %d", of.items().size());
        }
        return new Feature.Cross(name, parts, length(settings));
    }

    /** One for each task, called {@code name.task}. */
    private List<Feature.Rate> rates(String name, Block settings) {
        List<Feature.Categorical> of = keys(name, settings);
        double prior = prior(settings);
        Value value = settings.get("tasks");
        List<String> chosen = value == null ? tasks : tasks(value);
        List<Feature.Rate> rates = new ArrayList<>();
        for (String task : chosen) {
            String own = name + '.' + task;
            if (declared.containsKey(own)) {
                settings.complain(
                        "has a rate of '%s' called '%s', and so is another feature; rename one of them", task, own);
            }
            rates.add(new Feature.Rate(own, of, task, prior));
        }
        return rates;
    }

    private static double prior(Block settings) {
        Value value = settings.get("prior");
        double prior = value == null ? USUAL_PRIOR : value.number(USUAL_PRIOR);
        if (value != null && !(prior >= Feature.Rate.LEAST_PRIOR && prior <= Feature.Rate.MOST_PRIOR)) {
            value.complain("must be from 0.001 to 1,000,000 labels, got %s", value.shown());
            return USUAL_PRIOR;
        }
        return prior;
    }

    private List<String> tasks(Value value) {
        List<String> chosen = new ArrayList<>();
        for (Value item : value.isList() ? value.items() : List.of(value)) {
            String task = item.text();
            if (!tasks.contains(task)) {
                item.complain(
                        "is '%s', but there is no such task%s; there are %s",
                        task, Nearest.hint(task, tasks), String.join(", ", tasks));
            } else if (chosen.contains(task)) {
                item.complain("names '%s' twice; keep one", task);
            } else {
                chosen.add(task);
            }
        }
        return chosen;
    }

    private List<Feature.Categorical> keys(String name, Block settings) {
        Value of = settings.require("of", "the feature or field whose events are remembered, or a list of them");
        return of == null ? List.of() : parts(name, of, of.isList() ? of.items() : List.of(of));
    }

    private List<Feature.Categorical> parts(String owner, Value of, List<Value> items) {
        List<Feature.Categorical> parts = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        items.forEach(item -> {
            String part = item.text();
            if (!seen.add(part)) {
                item.complain("names '%s' twice; keep one", part);
            } else {
                part(owner, item, part).ifPresent(parts::add);
            }
        });
        if (items.isEmpty()) {
            of.complain("names nothing; name a feature or field");
        }
        return parts;
    }

    private Optional<Feature.Categorical> part(String cross, Value item, String name) {
        Feature.Categorical known = plain.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Choice other = declared.get(name);
        if (other != null) {
            item.complain(
                    "names '%s', which is %s; only categorical features and fields can be crossed or counted",
                    name, "a " + other.type());
            return Optional.empty();
        }
        return Optional.of(new Feature.Category(name, input(name, Column.Kind.TEXT, cross), dimension));
    }

    private Feature.Sequence sequence(String name, Block settings) {
        String from = settings.text("from").orElse(name);
        Value of = settings.get("of");
        String vocabulary = of == null ? name : of.text();
        Feature.Categorical shared = plain.get(vocabulary);
        Choice other = declared.get(vocabulary);
        if (of != null && other != null && !(shared instanceof Feature.Category)) {
            of.complain("names '%s', which has no texts; a sequence is of a categorical feature", vocabulary);
        }
        int own = dimension(settings, shared == null ? dimension : shared.dimension());
        requireSameLength(settings.get("embedding"), own, shared);
        Encoder encoder = EncoderSetting.read(settings.get("encoder"), own, shared);
        int longest = encoder instanceof Mean ? LONGEST_SEQUENCE : Encoder.LONGEST;
        int length = (int) settings.whole("length", 20, 1, longest);
        return new Feature.Sequence(name, input(from, Column.Kind.TEXTS, name), vocabulary, length, own, encoder);
    }

    private static void requireSameLength(@Nullable Value embedding, int own, Feature.@Nullable Categorical shared) {
        if (embedding != null && shared != null && shared.dimension() != own) {
            embedding.complain(
                    "is %d, but the sequence shares the embedding of '%s', which has length %d; remove it or change 'of'",
                    own, shared.name(), shared.dimension());
        }
    }

    private int length(Block settings) {
        return dimension(settings, dimension);
    }

    private static int dimension(Block settings, int fallback) {
        return (int) settings.whole("embedding", fallback, 1, LONGEST_EMBEDDING);
    }

    private int input(String field, Column.Kind kind, String feature) {
        return columns.input(field, kind, "feature '" + feature + "'");
    }
}
