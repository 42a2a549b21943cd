package io.thalweg.sharing;

import io.thalweg.check.Require;
import io.thalweg.sharing.Plan.Signal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Root, group, task: what is common to all tasks is learned once, what is common to a group once for the group. The
 * levels of Daumé (2009) in a network: all shared layers but the last are the root's, the last one is there once for
 * each group, and the heads behind it are the tasks' own. With a single shared layer the root is the embeddings.
 *
 * <pre>
 * score_k = head_k(relu(W_group(k) root(x) + b_group(k)))
 * </pre>
 *
 * A group's layer moves when one of its tasks has a label, the root when any has.
 *
 * @param groups names of tasks by name of their group, every task in exactly one; names of no task say nothing
 */
public record Hierarchical(Map<String, List<String>> groups) implements Sharing {
    public Hierarchical {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        groups.forEach((group, tasks) -> copy.put(group, List.copyOf(tasks)));
        groups = Collections.unmodifiableMap(copy);
        List<String> seen = new ArrayList<>();
        groups.forEach((group, tasks) -> tasks.forEach(task -> {
            Require.that(!seen.contains(task), "groups has task '%s' twice; every task is in exactly one", task);
            seen.add(task);
        }));
    }

    @Override
    public void draw(Plan plan) {
        List<String> names = plan.names();
        requireGroupOfEach(names);
        int last = plan.shared().size() - 1;
        Signal root = plan.tower(
                "root", Plan.SHARED, plan.input(Plan.SHARED), plan.shared().subList(0, last));
        Signal[] trunks = new Signal[names.size()];
        among(names).groups.forEach((group, tasks) -> {
            Signal trunk = plan.tower(
                    "trunk of group " + group, Plan.SHARED, root, plan.shared().subList(last, last + 1));
            tasks.forEach(task -> trunks[names.indexOf(task)] = trunk);
        });
        for (int task = 0; task < trunks.length; task++) {
            plan.head(task, trunks[task]);
        }
    }

    private void requireGroupOfEach(List<String> tasks) {
        List<String> named = groups.values().stream().flatMap(List::stream).toList();
        Require.that(
                named.containsAll(tasks),
                "model.sharing.groups must have each of %s in exactly one, got %s",
                tasks,
                groups);
    }

    /** The groups that have any of them, and of their tasks no others, in the order of {@code tasks}. */
    @Override
    public Hierarchical among(Collection<String> tasks) {
        Map<String, List<String>> some = new LinkedHashMap<>();
        groups.forEach((group, members) -> {
            List<String> left = tasks.stream().filter(members::contains).toList();
            if (!left.isEmpty()) {
                some.put(group, left);
            }
        });
        return new Hierarchical(some);
    }
}
