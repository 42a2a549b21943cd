package io.thalweg.config;

import io.thalweg.feature.LabelColumn;
import io.thalweg.loss.Loss;
import io.thalweg.loss.Meaning;
import io.thalweg.loss.Squared;
import io.thalweg.loss.ZeroInflatedLogNormal;
import io.thalweg.task.LabelTransform;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The {@code tasks:} block: what is predicted, and where its labels come from. */
final class TasksSection {
    private static final List<String> KEYS = List.of("topic", "label", "loss", "weight", "event-weight", "after");
    private static final List<String> LABEL_KEYS = List.of("field", "equals", "above", "below", "transform");
    private static final List<String> RULES = List.of("equals", "above", "below");
    private static final Task NONE = new Task("none", new Squared(), new LabelTransform.Identity(), 1);

    private final Columns columns;
    private final List<Entry> entries = new ArrayList<>();

    /** A task, the topic its events come on, how its label is read, and where it says what it comes after. */
    record Entry(Task task, String topic, LabelColumn label, AfterSection after) {
        Entry withoutAfter() {
            return new Entry(task.after(List.of()), topic, label, after);
        }
    }

    private TasksSection(Columns columns) {
        this.columns = columns;
    }

    /** What the tasks are called, for those who must know before they are read. */
    static List<String> names(Block root) {
        Value value = root.values().get("tasks");
        return value == null || !value.isBlock()
                ? List.of()
                : value.mapping().getValue().stream()
                        .map(NodeTuple::getKeyNode)
                        .filter(ScalarNode.class::isInstance)
                        .map(key -> ((ScalarNode) key).getValue())
                        .distinct()
                        .toList();
    }

    /** In the file's order; to be read after everything that is known before a label is. */
    static List<Entry> read(Block root, Columns columns, ModelSection model) {
        Value value = root.require("tasks", "a block with a key for each thing to predict");
        if (value == null) {
            return List.of();
        }
        TasksSection section = new TasksSection(columns);
        Block block = Block.ofNames(value, "task");
        if (value.isBlock() && block.keys().isEmpty()) {
            value.complain("must have at least one task");
        }
        block.keys().forEach(name -> {
            Value task = block.get(name);
            if (task != null) {
                section.add(name, task);
            }
        });
        return AfterSection.areSensible(section.entries, model)
                ? section.entries
                : section.entries.stream().map(Entry::withoutAfter).toList();
    }

    private void add(String name, Value value) {
        if (!name.matches("[A-Za-z0-9_.-]{1,100}")) {
            value.complain("must be called by at most 100 letters, digits, '_', '.' and '-'");
        }
        Block block = Block.of(value, KEYS);
        String topic = TopicsSection.requireTopic(block, "topic", "the topic its events come on");
        Loss loss = LossSetting.read(block);
        Value label = block.require("label", "the field with the label, or a block { field: ... }");
        AfterSection afters = AfterSection.read(block.get("after"));
        double weight = block.number("weight", 1);
        LabelTransform transform = transform(label, loss);
        Task task = value.make(() -> new Task(name.isBlank() ? "?" : name, loss, transform, weight, afters.list()));
        String eventWeight = block.text("event-weight").orElse("");
        LabelColumn column = label(label, eventWeight);
        refuseRule(label, column, loss);
        entries.add(new Entry(task == null ? NONE : task, topic, column, afters));
    }

    private LabelColumn label(@Nullable Value value, String eventWeight) {
        int task = entries.size();
        int weight = eventWeight.isEmpty() ? -1 : columns.label(eventWeight);
        if (value == null || !value.isBlock()) {
            String field = value == null ? "" : value.text();
            requireUnseen(value, field);
            return new LabelColumn(task, columns.label(field), new LabelColumn.Rule.Value(), weight);
        }
        Block block = Block.of(value, LABEL_KEYS);
        String field = block.requireText("field", "the field with the label");
        requireUnseen(block.get("field"), field);
        List<String> rules = RULES.stream().filter(block.keys()::contains).toList();
        if (rules.size() > 1) {
            value.complain("has %s together; a label is made by one rule", String.join(" and ", rules));
        }
        LabelColumn.Rule rule = rules.isEmpty() ? new LabelColumn.Rule.Value() : rule(block, rules.get(0));
        return new LabelColumn(task, columns.label(field), rule, weight);
    }

    private static void refuseRule(@Nullable Value label, LabelColumn column, Loss loss) {
        boolean isOfSizes = loss.meaning() == Meaning.QUANTILE || loss instanceof ZeroInflatedLogNormal;
        if (label != null && isOfSizes && !(column.rule() instanceof LabelColumn.Rule.Value)) {
            label.complain(
                    "makes labels that are 0 or 1, and this loss is for sizes: remove the rule, or take logistic");
        }
    }

    /** A label among the features would be learned by heart. */
    private void requireUnseen(@Nullable Value value, String field) {
        Optional<String> user = columns.userOf(field);
        if (value != null && user.isPresent()) {
            value.complain(
                    "is '%s', which is also read as the %s; the model would be told what it is to predict: take another"
                            + " field for one of them",
                    field, user.get());
        }
    }

    private static LabelColumn.Rule rule(Block block, String name) {
        Value value = block.get(name);
        double bound = value == null ? 0 : bound(value);
        return switch (name) {
            case "equals" -> new LabelColumn.Rule.Equals(bound);
            case "above" -> new LabelColumn.Rule.Above(bound);
            default -> new LabelColumn.Rule.Below(bound);
        };
    }

    /** A boolean field is read as 0 or 1, so its bounds may be written as what they are. */
    private static double bound(Value value) {
        return switch (value.shown()) {
            case "'true'" -> 1;
            case "'false'" -> 0;
            default -> value.number(0);
        };
    }

    private static LabelTransform transform(@Nullable Value label, Loss loss) {
        LabelTransform none = new LabelTransform.Identity();
        Value value = label == null || !label.isBlock()
                ? null
                : Block.ofNames(label, "setting").get("transform");
        List<Value> items = value == null ? List.of() : value.items();
        if (value == null || items.isEmpty()) {
            return none;
        }
        if (items.size() > 1) {
            value.complain("has %d steps; allowed is one: [log1p] or [{ divide: 10 }]", items.size());
        }
        LabelTransform made = step(items.get(0), none);
        if (loss.isClassification()) {
            value.complain("cannot be combined with a loss for classes; a class has no size: remove the transform");
        } else if (loss.meaning() == Meaning.EXPECTATION && made instanceof LabelTransform.Log1p) {
            value.complain(
                    "is log1p, but this loss takes the logarithm itself, and predicts the mean of the label, which"
                            + " cannot be told from that of its logarithm: remove the transform, or take squared or huber");
        }
        return made;
    }

    private static LabelTransform step(Value item, LabelTransform none) {
        if (!item.isBlock()) {
            return item.choice(List.of("log1p")).isPresent() ? new LabelTransform.Log1p() : none;
        }
        Block block = Block.of(item, List.of("divide"));
        Value by = block.require("divide", "the number by which labels are divided");
        LabelTransform made = by == null ? none : by.make(() -> new LabelTransform.Divide(by.number(1)));
        return made == null ? none : made;
    }
}
