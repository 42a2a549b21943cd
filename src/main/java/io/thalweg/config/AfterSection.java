package io.thalweg.config;

import io.thalweg.loss.Logistic;
import io.thalweg.sharing.Auto;
import io.thalweg.task.After;
import io.thalweg.task.Precedence;
import io.thalweg.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which tasks a task comes after, at {@code tasks.NAME.after:}. */
record AfterSection(List<Link> links) {
    private static final List<String> WAYS = List.of("passing", "product", "attention");
    private static final List<After.Gradient> GRADIENTS = List.of(After.Gradient.FULL, After.Gradient.STOP);
    private static final double CALIBRATOR =
            0.6; // section 5.1.4 of Xi et al. 2021; their published code begins with 0.3

    /** One earlier task, and where it is written. */
    record Link(Value value, After after) {}

    List<After> list() {
        return links.stream().map(Link::after).toList();
    }

    /** A name, a block, or a list of them. */
    static AfterSection read(@Nullable Value value) {
        List<Link> links = new ArrayList<>();
        if (value != null) {
            value.items().forEach(item -> {
                After after = item.isBlock() ? block(item) : new After.Passing(item.text(), After.Gradient.FULL);
                if (after != null) {
                    links.add(new Link(item, after));
                }
            });
        }
        return new AfterSection(links);
    }

    private static @Nullable After block(Value item) {
        Value by = Block.ofNames(item, "setting").get("by");
        Optional<String> way = by == null ? Optional.of("passing") : by.choice(WAYS);
        if (way.isEmpty()) {
            return null;
        }
        Block block = Block.of(item, keys(way.get()));
        String task = block.requireText("task", "the earlier task");
        return switch (way.get()) {
            case "product" -> new After.Product(task);
            case "attention" ->
                item.make(() -> new After.Attention(task, gradient(block), block.number("calibrator", CALIBRATOR)));
            default -> new After.Passing(task, gradient(block));
        };
    }

    private static List<String> keys(String way) {
        return switch (way) {
            case "product" -> List.of("task", "by");
            case "attention" -> List.of("task", "by", "gradient", "calibrator");
            default -> List.of("task", "by", "gradient");
        };
    }

    private static After.Gradient gradient(Block block) {
        List<String> words = List.of("full", "stop");
        Value value = block.get("gradient");
        int index = value == null ? 0 : value.choice(words).map(words::indexOf).orElse(0);
        return GRADIENTS.get(index);
    }

    /** Whether tasks can come after each other as they say; complains where they cannot. */
    static boolean areSensible(List<TasksSection.Entry> entries, ModelSection model) {
        List<Task> tasks = entries.stream().map(TasksSection.Entry::task).toList();
        boolean areSensible = true;
        for (TasksSection.Entry entry : entries) {
            for (Link link : entry.after().links()) {
                String why = complaint(entry.task(), link.after(), tasks, model);
                if (!why.isEmpty()) {
                    link.value().complain("%s", why);
                    areSensible = false;
                }
            }
        }
        for (TasksSection.Entry entry : entries) {
            if (areSensible && !entry.after().links().isEmpty()) {
                areSensible = entry.after().links().get(0).value().make(() -> Precedence.of(tasks)) != null;
            }
        }
        return areSensible;
    }

    private static String complaint(Task task, After after, List<Task> tasks, ModelSection model) {
        List<String> names = tasks.stream().map(Task::name).toList();
        if (after.task().equals(task.name())) {
            return "is the task itself; it can only come after others: remove it";
        }
        if (!names.contains(after.task())) {
            return "is after '%s', but there is no such task%s; there are %s"
                    .formatted(after.task(), Nearest.hint(after.task(), names), String.join(", ", names));
        }
        if (model.sharing() instanceof Auto) {
            return "joins '%s' and '%s', and model.sharing is auto, which moves each task to another network by itself; take one sharing for all"
                    .formatted(task.name(), after.task());
        }
        if (!(after instanceof After.Product) && model.isLinear()) {
            return "reads what the head of '%s' makes, and there are no model.layers to make anything: add some, or take by: product"
                    .formatted(after.task());
        }
        return chances(task, after, tasks.get(names.indexOf(after.task())));
    }

    /** Products and calibrators are of chances, which the log-odds of a logistic loss are. */
    private static String chances(Task task, After after, Task earlier) {
        boolean isCalibrated = after instanceof After.Attention attention && attention.calibrator() > 0;
        if (!isCalibrated && !(after instanceof After.Product)) {
            return "";
        }
        for (Task one : List.of(task, earlier)) {
            if (!(one.loss() instanceof Logistic)) {
                return "%s chances, and the loss of '%s' is %s (%s), whose score is no log-odds; take logistic there, or %s"
                        .formatted(
                                isCalibrated ? "calibrates" : "multiplies",
                                one.name(),
                                one.loss(),
                                one.loss().meaning().name().toLowerCase(Locale.ROOT),
                                isCalibrated ? "set calibrator to 0" : "another 'by'");
            }
        }
        boolean isBoth = isCalibrated && task.after(After.Product.class).contains(new After.Product(after.task()));
        return isBoth
                ? "calibrates against '%s', and by the product the chance is below that one's anyway; set calibrator to 0"
                        .formatted(after.task())
                : "";
    }
}
