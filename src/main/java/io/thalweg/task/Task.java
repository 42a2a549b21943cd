package io.thalweg.task;

import io.thalweg.check.Require;
import io.thalweg.loss.Loss;
import java.util.List;

/**
 * One thing to predict. {@code weight} multiplies the task's loss; a task is known by its position in the
 * configuration, which is also its position in every array.
 *
 * @param after which tasks it comes after
 */
public record Task(String name, Loss loss, LabelTransform transform, double weight, List<After> after) {
    public Task {
        Require.that(!name.isBlank(), "a task needs a name");
        Require.that(weight >= 0 && weight <= 1e6, "tasks.%s.weight must be from 0 to 1e6, got %s", name, weight);
        after = List.copyOf(after);
        requireDistinct(name, after);
    }

    private static void requireDistinct(String name, List<After> after) {
        for (int i = 0; i < after.size(); i++) {
            After one = after.get(i);
            for (After before : after.subList(0, i)) {
                boolean isSame = before.getClass() == one.getClass();
                Require.that(
                        !isSame || !before.task().equals(one.task()),
                        "tasks.%s.after has '%s' twice by the same; keep one",
                        name,
                        one.task());
                Require.that(
                        !isSame || !(one instanceof After.Attention),
                        "tasks.%s.after has attention to '%s' and to '%s'; a funnel has one step before each, keep one",
                        name,
                        before.task(),
                        one.task());
            }
        }
    }

    /** A task that comes after no other. */
    public Task(String name, Loss loss, LabelTransform transform, double weight) {
        this(name, loss, transform, weight, List.of());
    }

    /** The same task after others. */
    public Task after(List<After> others) {
        return new Task(name, loss, transform, weight, others);
    }

    /** The links of one kind, in order. */
    public <A extends After> List<A> after(Class<A> kind) {
        return after.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** {@code after} only where there is any: a stored model is compared by these words. */
    @Override
    public String toString() {
        return "Task[name=%s, loss=%s, transform=%s, weight=%s%s]"
                .formatted(name, loss, transform, weight, after.isEmpty() ? "" : ", after=" + after);
    }
}
