package io.thalweg.task;

import io.thalweg.check.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tasks in an order in which each comes behind all that it is after.
 *
 * @param order their positions; where nothing is after anything, those of the list
 */
public record Precedence(List<Integer> order) {
    public Precedence {
        order = List.copyOf(order);
    }

    /** @throws IllegalArgumentException if a task is after one that is not there, after itself, or in a circle */
    public static Precedence of(List<Task> tasks) {
        Walk walk = new Walk(tasks);
        for (int task = 0; task < tasks.size(); task++) {
            walk.visit(task);
        }
        return new Precedence(walk.order);
    }

    /** From tasks to those that they are after. */
    private static final class Walk {
        private final List<Task> tasks;
        private final List<String> names;
        private final List<Integer> order = new ArrayList<>();
        private final List<Integer> path = new ArrayList<>();

        Walk(List<Task> tasks) {
            this.tasks = tasks;
            names = tasks.stream().map(Task::name).toList();
        }

        void visit(int task) {
            if (order.contains(task)) {
                return;
            }
            requireNoCircle(task);
            path.add(task);
            for (After after : tasks.get(task).after()) {
                int earlier = names.indexOf(after.task());
                Require.that(
                        earlier >= 0,
                        "tasks.%s.after is '%s', but there is no such task; there are %s",
                        names.get(task),
                        after.task(),
                        String.join(", ", names));
                visit(earlier);
            }
            path.remove(path.size() - 1);
            order.add(task);
        }

        private void requireNoCircle(int task) {
            int start = path.indexOf(task);
            if (start < 0) {
                return;
            }
            List<String> circle = Stream.concat(path.stream().skip(start), Stream.of(task))
                    .map(names::get)
                    .toList();
            throw new IllegalArgumentException(
                    "tasks.%s.after goes in a circle: %s; each of them would have to be known before the others"
                            .formatted(names.get(path.get(path.size() - 1)), String.join(" after ", circle)));
        }
    }
}
