package io.thalweg.config;

import io.thalweg.lane.LaneSettings;
import io.thalweg.task.Task;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * One model under other ways of sharing and other balances, to compare them. A word that the configuration itself uses
 * keeps its settings there; any other one has its defaults, and {@code hierarchical}, which has none, one group for the
 * tasks of classes and one for those of values. {@code relation} and {@code kernel}, which have no layers of the tasks'
 * own, share those that are.
 */
public final class Variants {
    private static final String HIERARCHICAL = "hierarchical";
    private static final List<String> WITHOUT_TASK_LAYERS = List.of("relation", "kernel");

    private final LaneSettings settings;
    private final String sharing;
    private final String balance;

    public Variants(LaneSettings settings) {
        this.settings = settings;
        Block root = Block.ofNames(root(new Problems("the configuration")), "key");
        Value model = root.values().get("model");
        sharing = model == null ? "hard" : word(Block.ofNames(model, "key"), "sharing", "hard");
        balance = word(root, "balance", "fixed");
    }

    /** Every way of sharing that this version knows, by its word. */
    public static List<String> sharings() {
        return SharingSection.words();
    }

    /** Every balance that this version knows, by its word. */
    public static List<String> balances() {
        return BalanceSection.words();
    }

    /** How the configuration lets its tasks share. */
    public String sharing() {
        return sharing;
    }

    /** How the configuration weighs its tasks. */
    public String balance() {
        return balance;
    }

    /**
     * The same model with these.
     *
     * @throws ConfigException if they do not go with each other, or with this model
     */
    public LaneSettings with(String otherSharing, String otherBalance) {
        Problems problems = new Problems(otherSharing + " with " + otherBalance);
        Value root = root(problems);
        if (!otherSharing.equals(sharing)) {
            put(model(root.mapping()), "sharing: " + written(otherSharing));
            if (WITHOUT_TASK_LAYERS.contains(otherSharing)) {
                put(model(root.mapping()), "layers: { shared: %s, task: [] }".formatted(allLayers()));
            }
        }
        if (!otherBalance.equals(balance)) {
            put(root.mapping(), "balance: " + otherBalance);
        }
        return new ConfigReader(root, problems).read().lane();
    }

    private Value root(Problems problems) {
        return YamlFile.root(ThalwegConfig.NOWHERE + settings.configuration(), problems, Map.of());
    }

    private List<Integer> allLayers() {
        List<Integer> all = new ArrayList<>(settings.model().shared());
        all.addAll(settings.model().task());
        return all;
    }

    private static String word(Block block, String key, String usual) {
        Value value = block.values().get(key);
        if (value == null) {
            return usual;
        }
        return value.isBlock() ? Block.ofNames(value, "key").text("type").orElse(usual) : value.text();
    }

    private String written(String word) {
        String classes = names(true);
        String values = names(false);
        return !word.equals(HIERARCHICAL) || classes.isEmpty() || values.isEmpty()
                ? word
                : "{ type: hierarchical, groups: { classes: [%s], values: [%s] } }".formatted(classes, values);
    }

    private String names(boolean ofClasses) {
        return settings.map().tasks().stream()
                .filter(task -> task.loss().isClassification() == ofClasses)
                .map(Task::name)
                .map(CanonicalText::quoted)
                .collect(Collectors.joining(", "));
    }

    /** Puts {@code yaml}, a key and what is behind it, in the place of what has that key. */
    private static void put(MappingNode block, String yaml) {
        MappingNode written = (MappingNode) new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
        NodeTuple entry = written.getValue().get(0);
        block.getValue().removeIf(old -> key(old).equals(key(entry)));
        block.getValue().add(entry);
    }

    /** The model's block; a new one where there is none. */
    private static MappingNode model(MappingNode root) {
        return root.getValue().stream()
                .filter(entry -> key(entry).equals("model"))
                .map(entry -> (MappingNode) entry.getValueNode())
                .findFirst()
                .orElseGet(() -> {
                    put(root, "model: {}");
                    return model(root);
                });
    }

    private static String key(NodeTuple entry) {
        return ((ScalarNode) entry.getKeyNode()).getValue();
    }
}
