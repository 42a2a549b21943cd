package io.thalweg.task;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Which tasks' chances a task's chance is the product of. */
public final class Factors {
    private Factors() {}

    /**
     * For each task its own position and those of all tasks that it is a product after, by whatever way, once each and
     * ascending.
     *
     * @param names of the tasks
     * @param after for each task which ones it comes after, in no circle
     */
    public static List<List<Integer>> of(List<String> names, List<List<After>> after) {
        return IntStream.range(0, names.size())
                .mapToObj(task -> {
                    TreeSet<Integer> found = new TreeSet<>();
                    collect(task, names, after, found);
                    return List.copyOf(found);
                })
                .toList();
    }

    private static void collect(int task, List<String> names, List<List<After>> after, TreeSet<Integer> found) {
        found.add(task);
        after.get(task).stream()
                .filter(After.Product.class::isInstance)
                .forEach(earlier -> collect(names.indexOf(earlier.task()), names, after, found));
    }
}
